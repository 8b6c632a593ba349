/* SPDX-License-Identifier: ISC */
/* Runs a fuzz target once over each of the files given, where there is no libFuzzer. */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define LARGEST 1048576

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The bytes are moved to memory of just their size, for sanitizers to see the end of. */
static int
replay(const char *path, uint8_t *buffer)
{
	FILE *file = fopen(path, "rb");
	uint8_t *exact;
	size_t n;

	if (file == NULL) {
		perror(path);
		return -1;
	}
	n = fread(buffer, 1, LARGEST, file);
	if (ferror(file) || fgetc(file) != EOF) {
		fprintf(stderr, "%s: not read, or above %d bytes\n", path, LARGEST);
		fclose(file);
		return -1;
	}
	fclose(file);
	exact = malloc(n > 0 ? n : 1);
	if (exact == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		exact[i] = buffer[i];
	(void)LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	return 0;
}

int
main(int argc, char **argv)
{
	uint8_t *buffer = malloc(LARGEST);
	int failed = argc < 2 || buffer == NULL;

	for (int i = 1; i < argc && !failed; i++)
		failed = replay(argv[i], buffer) != 0;
	free(buffer);
	if (failed)
		fprintf(stderr, "usage: replay FILE...\n");
	else
		printf("%d files\n", argc - 1);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
