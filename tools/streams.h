/* SPDX-License-Identifier: ISC */
#ifndef TOOLS_STREAMS_H
#define TOOLS_STREAMS_H

/*
 * Fill the places of standard streams that are closed, so that no file that is opened later is
 * taken for one.  What is there then cannot be read, or not be written to: a stream that is
 * closed is none that is empty.
 */
void tool_streams_fill(void);

#endif
