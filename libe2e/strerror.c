/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <e2e/backend.h>

const char *
e2e_strerror(int32_t result)
{
	switch (result) {
	case E2E_OK:
		return "success";
	case E2E_ERR_ARGUMENT:
		return "an argument breaks a documented precondition";
	case E2E_ERR_NOMEM:
		return "out of memory";
	case E2E_ERR_STATE:
		return "not possible in this state";
	case E2E_ERR_LIMIT:
		return "a documented maximum is exceeded, or there is no room";
	case E2E_ERR_BACKEND:
		return "the cryptographic library or its randomness failed";
	case E2E_ERR_STORE:
		return "saved data are damaged or from a newer version";
	case E2E_ERR_VERSION:
		return "a struct's size or version is not known";
	case E2E_REFUSED_LENGTH:
		return "refused: not a possible length";
	case E2E_REFUSED_KEY_ID:
		return "refused: sealed for another key";
	case E2E_REFUSED_FORGED:
		return "refused: not authentic";
	case E2E_REFUSED_PRIME:
		return "refused: p is not a 2048-bit safe prime";
	case E2E_REFUSED_GENERATOR:
		return "refused: bad generator";
	case E2E_REFUSED_VALUE:
		return "refused: bad Diffie-Hellman value";
	case E2E_REFUSED_SESSION:
		return "refused: another session";
	case E2E_REFUSED_MSG_ID:
		return "refused: not a msg_id of that sender";
	case E2E_REFUSED_SIZE:
		return "refused: the sizes of file and container do not fit";
	case E2E_REFUSED_FINGERPRINT:
		return "refused: the fingerprint differs";
	case E2E_REFUSED_TL:
		return "refused: not a TL object of that type";
	case E2E_REFUSED_UNKNOWN:
		return "refused: an unknown TL constructor";
	default:
		return "unknown result";
	}
}
