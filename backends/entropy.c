/* SPDX-License-Identifier: ISC */
/* Draws random bytes from a page of keystream that is filled from the kernel; see entropy.h. */
#include "config.h"

#include "entropy.h"

#include "base/wipe.h"

#include <e2e/backend.h>

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef HAVE_SYS_RANDOM_H
#include <sys/random.h>
#endif

#define PAGE_BYTES 4096
#define STORE_BYTES (PAGE_BYTES - sizeof(uint64_t))

/* Larger draws bypass the store; the padding of a message is never that large. */
#define DRAW_MAX 1024

/* What one call of getentropy() may be asked for (POSIX.1-2024). */
#define KERNEL_MAX 256

/* The unread bytes are the last `left` ones: an emptied page is an empty store. */
struct e2e_i_entropy_page {
	uint64_t left;
	uint8_t store[STORE_BYTES];
};

#if defined(MAP_ANONYMOUS) && defined(MADV_WIPEONFORK)

/*
 * Some emulators, qemu-user for one, answer 0 to any advice and do nothing.  So try an advice that
 * no system has: where that succeeds, no other answer can be trusted.
 */
#define NO_ADVICE (-1)

static bool
is_wiped_on_fork(void *page)
{
	return madvise(page, PAGE_BYTES, NO_ADVICE) != 0 &&
	       madvise(page, PAGE_BYTES, MADV_WIPEONFORK) == 0;
}

static struct e2e_i_entropy_page *
page_new(void)
{
	void *page = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE,
	                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return NULL;
	if (!is_wiped_on_fork(page)) {
		(void)munmap(page, PAGE_BYTES);
		return NULL;
	}
	return page;
}

#else

static struct e2e_i_entropy_page *
page_new(void)
{
	return NULL;
}

#endif

void
e2e_i_entropy_open(struct e2e_i_entropy *entropy)
{
	entropy->page = page_new();
}

void
e2e_i_entropy_close(struct e2e_i_entropy *entropy)
{
	if (entropy->page == NULL)
		return;
	e2e_i_wipe(entropy->page, PAGE_BYTES);
	(void)munmap(entropy->page, PAGE_BYTES);
	entropy->page = NULL;
}

static int32_t
from_kernel(uint8_t *out, size_t n)
{
	while (n > 0) {
		size_t piece = n < KERNEL_MAX ? n : KERNEL_MAX;

		if (getentropy(out, piece) == 0) {
			out += piece;
			n -= piece;
		} else if (errno != EINTR) {
			return E2E_ERR_BACKEND;
		}
	}
	return E2E_OK;
}

static int32_t
refill(struct e2e_i_entropy *entropy)
{
	struct e2e_i_entropy_page *page = entropy->page;
	uint8_t seed[E2E_I_SEED_BYTES];
	int32_t err;

	e2e_i_wipe(page, PAGE_BYTES); /* what is left may be the parent's */
	entropy->owner = getpid();
	err = from_kernel(seed, sizeof seed);
	if (err == E2E_OK)
		err = entropy->stretch(entropy->cipher, seed, page->store, STORE_BYTES);
	if (err == E2E_OK)
		page->left = STORE_BYTES;
	e2e_i_wipe(seed, sizeof seed);
	e2e_i_wipe_stack(); /* the cipher may have left the seed of the page there */
	return err;
}

int32_t
e2e_i_entropy_draw(struct e2e_i_entropy *entropy, uint8_t *out, size_t n)
{
	struct e2e_i_entropy_page *page = entropy->page;
	uint8_t *next;
	int32_t err;

	if (page == NULL || n > DRAW_MAX)
		return from_kernel(out, n);
	if (n > page->left || entropy->owner != getpid()) {
		err = refill(entropy);
		if (err != E2E_OK)
			return err;
	}
	next = page->store + (STORE_BYTES - page->left);
	memcpy(out, next, n);
	e2e_i_wipe(next, n);
	page->left -= n;
	return E2E_OK;
}
