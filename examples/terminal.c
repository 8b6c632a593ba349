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

/* One row of a picture, in a frame where there is no colour. */
static void
print_row(const uint8_t pixel[SIDE], bool coloured)
{
	fputs(coloured ? "    " : "   |", stdout);
	for (size_t column = 0; column < SIDE; column++)
		print_square(pixel[column], coloured);
	fputs(coloured ? "\033[0m " : "|", stdout);
}

void
terminal_pictures(const char *const name[2], const uint8_t *const hash[2])
{
	uint8_t pixel[2][SIDE * SIDE];
	char text[E2E_KEY_TEXT_BYTES];
	bool coloured = in_colour();
	const char *line = text;

	e2e_key_picture(pixel[0], hash[0]);
	e2e_key_picture(pixel[1], hash[1]);
	printf("    %s sees%*s    %s sees\n", name[0],
	       (int)(2 * SIDE + 1 - strlen(name[0]) - strlen(" sees")), "", name[1]);
	e2e_key_text(text, hash[0]);
	for (size_t row = 0; row < SIDE; row++) {
		print_row(pixel[0] + row * SIDE, coloured);
		print_row(pixel[1] + row * SIDE, coloured);

		/* The four lines of text stand in the middle of the pictures' height. */
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
