/* SPDX-License-Identifier: MIT */
#include "store/read/process.h"

#include <iconv.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int tell(const struct str *out)
{
	for (size_t done = 0; done < out->len;) {
		ssize_t n = write(STDOUT_FILENO, out->buf + done, out->len - done);

		if (n <= 0)
			return 1;
		done += (size_t)n;
	}
	return 0;
}

/* What turns these into UTF-8 is a file of the C library's, which is read now or never. */
static void load_charsets(const char *bytes)
{
	if (memcmp(bytes, "PK", 2) == 0)
		return;
	(void)iconv_open("UTF-8", "GB18030");
	(void)iconv_open("UTF-8", "UTF-16BE");
	(void)iconv_open("UTF-8", "UTF-16");
}

int process(const char *word, const struct cage *cage,
	void (*read_file)(struct gather *gather, const char *bytes, size_t len))
{
	bool is_look = word != NULL && strcmp(word, "cage") == 0;
	struct gather gather = {0};
	struct cage_state state;
	struct stat st = {0};
	struct str out = {0};
	const char *bytes = NULL;
	int rc;

	if (!is_look && (fstat(STDIN_FILENO, &st) != 0 || st.st_size <= 0))
		return 1;
	if (!is_look)
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
	if (bytes == MAP_FAILED)
		return 1;
	if (st.st_size >= 2)
		load_charsets(bytes);
	if (!cage_enter(cage, &state))
		return 1;
	if (is_look) {
		str_addf(&out, "landlock %d\nseccomp %d\n", state.landlock, state.seccomp);
	} else {
		read_file(&gather, bytes, (size_t)st.st_size);
		gather_print(&gather, &out);
	}
	rc = tell(&out);
	_exit(rc);
}
