/* SPDX-License-Identifier: ISC */
/* The progress bar: one line on standard error, drawn at most ten times a second. */
#include "config.h"

#include "file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MIB        (1024.0 * 1024.0)
#define REDRAW     0.1
#define WIDTH_MAX  200
#define BAR_MIN    10

static bool line_open; /* the cursor is behind a bar */

static double
seconds(const struct timespec *from, const struct timespec *to)
{
	return (double)(to->tv_sec - from->tv_sec) + (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

/* Columns of the line, less one: some terminals go on to the next line at the last. */
static size_t
width(void)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	unsigned long n = 0;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0)
		n = size.ws_col;
	if (n == 0 && columns != NULL)
		n = strtoul(columns, NULL, 10);
	if (n == 0)
		n = 80;
	if (n > WIDTH_MAX)
		n = WIDTH_MAX;
	return n > 5 ? (size_t)n - 1 : 4;
}

static void
clock_text(char *out, size_t room, double sec)
{
	unsigned long s = sec < 359999 ? (unsigned long)(sec + 0.5) : 359999;

	if (s >= 3600)
		snprintf(out, room, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
	else
		snprintf(out, room, "%lu:%02lu", s / 60, s % 60);
}

/* Put a bar of what is left of COLUMNS behind the N characters in LINE. */
static void
bar_append(char *line, size_t n, size_t columns, double part)
{
	size_t inside, full, i;

	if (columns < n + BAR_MIN)
		return;
	inside = columns - n - 3;
	full = (size_t)(part * (double)inside);
	line[n++] = ' ';
	line[n++] = '[';
	for (i = 0; i < inside; i++)
		line[n++] = i < full ? '#' : '.';
	line[n++] = ']';
	line[n] = '\0';
}

static void
draw(const struct file_progress *p, uint64_t done, const struct timespec *now)
{
	char line[WIDTH_MAX + 128], span[32];
	double run = seconds(&p->start, now), part = (double)done / (double)p->total;
	double speed = run > 0 ? (double)(done - p->from) / run : 0;
	size_t columns = width();
	int n;

	if (done == p->total)
		clock_text(span, sizeof span, run);
	else
		clock_text(span, sizeof span, speed > 0 ? (double)(p->total - done) / speed : 1e9);
	n = snprintf(line, sizeof line, "%3u%%  %.1f of %.1f MiB  %.1f MiB/s  %s %s",
	             (unsigned int)(part * 100), (double)done / MIB, (double)p->total / MIB,
	             speed / MIB, span, done == p->total ? "used" : "left");
	if ((size_t)n > columns)
		line[4] = '\0'; /* the percentage alone */
	else
		bar_append(line, (size_t)n, columns, part);
	fprintf(stderr, "\r%-*s", (int)columns, line);
	fflush(stderr);
	line_open = true;
}

void
file_progress_start(struct file_progress *p, bool on, uint64_t from, uint64_t total)
{
	*p = (struct file_progress){ .on = on && total > 0, .from = from, .total = total };
	if (clock_gettime(CLOCK_MONOTONIC, &p->start) != 0)
		p->on = false;
	p->drawn = p->start;
}

void
file_progress_update(struct file_progress *p, uint64_t done)
{
	struct timespec now;

	if (!p->on || clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		return;
	if (done < p->total && seconds(&p->drawn, &now) < REDRAW)
		return;
	draw(p, done, &now);
	p->drawn = now;
}

void
file_progress_finish(struct file_progress *p)
{
	if (p->on)
		file_progress_break();
	p->on = false;
}

void
file_progress_break(void)
{
	if (line_open)
		fputc('\n', stderr);
	line_open = false;
}
