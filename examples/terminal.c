/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "terminal.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIDE E2E_PICTURE_SIDE

static bool
in_colour(void)
{
	return isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
}

/* One square is two columns wide, which is about as wide as it is high. */
static void
print_square(uint8_t colour, bool coloured)
{
	static const char *const plain[E2E_PICTURE_COLOURS] = { "  ", "..", "##", "++" };
	uint32_t rgb = e2e_picture_rgb(colour);

	if (coloured)
		printf("\033[48;2;%u;%u;%um  ", (unsigned)(rgb >> 16), (unsigned)(rgb >> 8 & 255),
		       (unsigned)(rgb & 255));
	else
		fputs(plain[colour], stdout);
}

void
terminal_picture(const uint8_t hash[E2E_KEY_HASH_BYTES])
{
	uint8_t pixel[SIDE * SIDE];
	char text[E2E_KEY_TEXT_BYTES];
	bool coloured = in_colour();
	const char *line = text;

	e2e_key_picture(pixel, hash);
	e2e_key_text(text, hash);
	for (size_t row = 0; row < SIDE; row++) {
		fputs(coloured ? "    " : "   |", stdout);
		for (size_t column = 0; column < SIDE; column++)
			print_square(pixel[row * SIDE + column], coloured);
		fputs(coloured ? "\033[0m" : "|", stdout);

		/* The four lines of text stand in the middle of the picture's height. */
		if (row >= 4 && row < 8) {
			size_t n = strcspn(line, "\n");

			printf("   %.*s", (int)n, line);
			line += n + (line[n] != '\0');
		}
		putchar('\n');
	}
}

void
terminal_step(const char *text)
{
	printf(in_colour() ? "\n\033[1m%s\033[0m\n" : "\n%s\n", text);
}
