# SPDX-License-Identifier: MIT
# Gongkai. `make help` lists the targets.
#
# A variant (debug, asan, tsan, coverage, fuzz, install) lives in build/VARIANT and holds two object
# trees: the product, and under test/ the same sources with GONGKAI_TEST, which alone know a pinned
# clock. Nothing asks pkg-config before a recipe needs it: `make run` starts on machines without it.

VERSION = 0.1.0
BUILD = build
VARIANT = debug
prefix = /usr/local
FUZZ_SECONDS = 30

ifeq ($(origin CC),default)
CC = gcc
endif
SHELL = /bin/sh
MAKEFLAGS += --no-builtin-rules --no-print-directory
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc)
endif
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all

is_clang := $(findstring clang,$(CC))
B := $(abspath $(BUILD))/$(VARIANT)$(if $(is_clang),-clang)
T := $(B)/test
LINT := $(abspath $(BUILD))/lint
POT := $(abspath $(BUILD))/gongkai.pot
DEMO := $(BUILD)/demo

# ---- packages (Debian) --------------------------------------------------------------------------

NEED_BUILD = gcc libc6-dev pkg-config libncurses-dev libsqlite3-dev libgit2-dev libiniparser-dev \
	libssl-dev libunistring-dev libutf8proc-dev libjansson-dev libxlsxwriter-dev zlib1g-dev gettext \
	libarchive-dev libexpat1-dev libxml2-dev libpoppler-glib-dev poppler-data libseccomp-dev
NEED_TEST = libcmocka-dev libvterm-dev git openssh-client openssh-server tmux jq openssl unzip locales
NEED_FAULTS = e2fsprogs mount strace xfsprogs
# Only benchmarks want it, and say so where it is not there.
NEED_BENCH = fossil zip pandoc
NEED_LINT = clang libclang-rt-14-dev clang-tidy clang-format cppcheck shellcheck

# ---- flags --------------------------------------------------------------------------------------

WARN = -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
	-Wswitch-enum -Wundef -Wvla -Wpointer-arith -Wcast-qual -Wwrite-strings \
	-Werror=format-security $(if $(WERROR),-Werror)
STD = -std=c11 -D_GNU_SOURCE -I.

HARDEN = -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE \
	$(if $(filter x86_64,$(shell uname -m)),-fcf-protection=full) \
	$(if $(is_clang),,-ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr)
HARDEN_LINK = -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code

MODE_debug = -O2 -g $(HARDEN)
LINK_debug = $(HARDEN_LINK)
MODE_install = $(MODE_debug)
LINK_install = $(LINK_debug)
MODE_asan = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
LINK_asan = -fsanitize=address,undefined
MODE_tsan = -O1 -g -fsanitize=thread
LINK_tsan = -fsanitize=thread
MODE_coverage = -O0 -g --coverage
LINK_coverage = --coverage
MODE_fuzz = -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all
LINK_fuzz = -fsanitize=fuzzer,address,undefined

ifeq ($(filter $(VARIANT),debug install asan tsan coverage fuzz),)
$(error VARIANT=$(VARIANT) is none of debug asan tsan coverage fuzz install)
endif

# Where the program finds its words, packs and themes: the source tree, or where it is installed.
datadir = $(prefix)/share
libexecdir = $(prefix)/libexec
# A sanitizer's shadow does not fit into the reader's cage: there the reader is that of debug.
CAGED = $(if $(filter debug install,$(VARIANT)),$(VARIANT),debug)
READ = $(abspath $(BUILD))/$(CAGED)$(if $(is_clang),-clang)/libexec
LIBEXECDIR = $(READ)
ifeq ($(VARIANT),install)
LIBEXECDIR = $(libexecdir)/gongkai
LOCALEDIR = $(datadir)/locale
PACKDIR = $(datadir)/gongkai/packs
THEMEDIR = $(datadir)/gongkai/themes
else
LOCALEDIR = $(B)/locale
PACKDIR = $(CURDIR)/packs
THEMEDIR = $(CURDIR)/themes
endif
PATHS = -DGONGKAI_VERSION='"$(VERSION)"' -DGONGKAI_LOCALEDIR='"$(LOCALEDIR)"' \
	-DGONGKAI_PACKDIR='"$(PACKDIR)"' -DGONGKAI_THEMEDIR='"$(THEMEDIR)"' \
	-DGONGKAI_LIBEXECDIR='"$(LIBEXECDIR)"'

# A library's flags reach its room alone. pkg-config is asked once a room, at first use.
PKG_core = libutf8proc
PKG_store = sqlite3 libgit2 libcrypto zlib xlsxwriter
PKG_tui = ncursesw libutf8proc
PKG_cli = jansson
PKG_read = libarchive expat libxml-2.0 libseccomp
PKG_pdf = poppler-glib
PKG_cmocka = cmocka
PKG_vterm = vterm
define ask_pkg_config
CFLAGS_$(1) = $$(eval CFLAGS_$(1) := $$(shell pkg-config --cflags $$(PKG_$(1))))$$(CFLAGS_$(1))
LIBS_$(1) = $$(eval LIBS_$(1) := $$(shell pkg-config --libs $$(PKG_$(1))) $$(LIBS_MORE_$(1)))$$(LIBS_$(1))
endef
$(foreach room,core store tui cli read pdf cmocka vterm,$(eval $(call ask_pkg_config,$(room))))
# Debian's iniparser and libunistring bring no .pc file.
LIBS_MORE_store = -liniparser
LIBS_MORE_tui = -lunistring
LIBS_MORE_vterm = -lutil
LIBS_MORE_cmocka = -lm

# The room of a source: core for core/day.c and for tests/core/test_day.c.
room = $(if $(filter store/read/%,$<),read,$(firstword $(subst /, ,$(patsubst tests/%,%,$<))))
CFLAGS_fuzz = $(CFLAGS_core) $(CFLAGS_store) $(CFLAGS_tui)
CFLAGS_bench = $(CFLAGS_fuzz)
CFLAGS_faults = $(CFLAGS_fuzz)
CFLAGS_test = $(CFLAGS_cmocka) $(if $(filter tui,$(room)),$(CFLAGS_vterm))

FLAGS = $(STD) $(WARN) $(if $(filter cli/% tests/% store/reader.c,$<),$(PATHS)) $(CFLAGS_$(room)) $(if $(filter %/pdf.c,$<),$(CFLAGS_pdf)) $(if $(filter tests/%,$<),$(CFLAGS_test))
COMPILE = $(CC) $(FLAGS) $(MODE_$(VARIANT)) $(CFLAGS) -MMD -MP
LINK = $(CC) $(MODE_$(VARIANT)) $(LINK_$(VARIANT)) -Wl,--as-needed $(LDFLAGS)

# ---- sources ------------------------------------------------------------------------------------

ROOMS = core store tui
READ_MAINS = store/read/main.c store/read/main_pdf.c
READ_SRCS := $(filter-out $(READ_MAINS),$(wildcard store/read/*.c))
SRCS := $(wildcard $(ROOMS:%=%/*.c) cli/*.c store/read/*.c)
TEST_SRCS := $(foreach room,$(ROOMS) cli read,$(wildcard tests/$(room)/test_*.c))
FAKES := $(wildcard tests/core/fake_*.c)
PROBE := $(wildcard tests/tui/probe.c)
PICTURE := $(wildcard tests/tui/picture.c)
SCR_SRCS := $(filter-out tests/tui/test_%.c $(PROBE) $(PICTURE),$(wildcard tests/tui/*.c))
ALL_C := $(SRCS) $(wildcard tests/*.c tests/*/*.c)
HEADERS := $(wildcard $(ROOMS:%=%/*.h) cli/*.h store/read/*.h tests/*.h tests/*/*.h)
SCRIPTS := $(wildcard .ci/run tests/faults/run tests/tui/pictures tests/tui/soak tests/need tests/run tests/bare tests/layers tests/house tests/coverage tests/fuzz/run tests/*/*.sh)
LANGS := $(patsubst po/%.po,%,$(wildcard po/*.po))
MOS := $(LANGS:%=$(B)/locale/%/LC_MESSAGES/gongkai.mo)
PROGRAM := $(if $(wildcard cli/main.c),$(B)/gongkai)

# Two makes at once do not build one variant; -o so that nothing a test leaves running holds the lock.
ALONE = mkdir -p $(dir $(B)) && flock -o $(B).lock

# V=1 shows whole command lines.
say = $(if $(V),,@echo '  $(1)';)

# ---- building -----------------------------------------------------------------------------------

.PHONY: all
all: $(PROGRAM) $(ROOMS:%=$(B)/lib%.a) readers $(MOS) ## build the program (WERROR=1, CC=clang, BUILD=folder)

# Objects follow the flags: another prefix or another compiler line compiles again.
$(B)/flags: export FLAGS_NOW = $(CC) $(STD) $(PATHS) $(MODE_$(VARIANT)) $(CFLAGS)
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo "$$FLAGS_NOW" >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
.PHONY: FORCE

# core's use cases call the port that store implements, and store calls core: hence the group.
libs = -Wl,--start-group $(ROOMS:%=$(1)/lib%.a) -Wl,--end-group \
	$(LIBS_cli) $(LIBS_tui) $(LIBS_store) $(LIBS_core)

# tree DIRECTORY DEFINES: objects, libraries and program of one tree. A library also depends on its
# folder, so that a source that was removed leaves it.
define tree
$(1)/obj/%.o: %.c $(B)/flags
	@mkdir -p $$(@D)
	$$(call say,cc $$<)$$(COMPILE) $(2) -c -o $$@ $$<
$(foreach room,$(ROOMS),$(call library,$(1),$(room)))
$(1)/gongkai: $(patsubst %.c,$(1)/obj/%.o,$(wildcard cli/*.c)) $(ROOMS:%=$(1)/lib%.a)
	$$(call say,ld $$(@:$(B)/%=%))$$(LINK) -o $$@ $$(filter %.o,$$^) $$(call libs,$(1))
-include $(patsubst %.c,$(1)/obj/%.d,$(ALL_C))
endef
define library

$(1)/lib$(2).a: $(patsubst %.c,$(1)/obj/%.o,$(wildcard $(2)/*.c)) $(wildcard $(2))
	@mkdir -p $$(@D) && rm -f $$@
	@ar rcs $$@ $$(filter %.o,$$^)

endef
$(eval $(call tree,$(B),))
$(eval $(call tree,$(T),-DGONGKAI_TEST -DGONGKAI_SYSCONFDIR='"$(T)/etc"'))

# The reader: two programs, since who reads no PDF needs not load what reads it.
define reader_library
$(1)/libread.a: $(patsubst %.c,$(1)/obj/%.o,$(READ_SRCS)) $(wildcard store/read)
	@mkdir -p $$(@D) && rm -f $$@
	@ar rcs $$@ $$(filter %.o,$$^)
endef
$(eval $(call reader_library,$(B)))
$(eval $(call reader_library,$(T)))
$(B)/libexec/read: $(B)/obj/store/read/main.o $(B)/libread.a $(B)/libcore.a
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $^ $(LIBS_read) $(LIBS_core)
$(B)/libexec/read-pdf: $(B)/obj/store/read/main_pdf.o $(B)/libread.a $(B)/libcore.a
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $^ $(LIBS_pdf) $(LIBS_read) $(LIBS_core)
.PHONY: readers
ifeq ($(CAGED),$(VARIANT))
readers: $(B)/libexec/read $(B)/libexec/read-pdf
else
readers:
	+@$(MAKE) VARIANT=$(CAGED) readers-alone
endif
.PHONY: readers-alone
readers-alone:
	+@$(ALONE) $(MAKE) readers

$(B)/locale/%/LC_MESSAGES/gongkai.mo: po/%.po
	@mkdir -p $(@D)
	$(call say,msgfmt $<)msgfmt --check -o $@ $<

# ---- tests --------------------------------------------------------------------------------------

CASE_O := $(T)/obj/tests/case.o
# core's tests link core (and the fakes) alone, so that core stays alone.
$(T)/bin/core/%: $(T)/obj/tests/core/%.o $(FAKES:%.c=$(T)/obj/%.o) $(CASE_O) $(T)/libcore.a
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $^ $(LIBS_cmocka) $(LIBS_core)
$(T)/bin/store/%: $(T)/obj/tests/store/%.o $(CASE_O) $(T)/libstore.a $(T)/libcore.a
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group \
		$(LIBS_cmocka) $(LIBS_store) $(LIBS_core)
$(T)/bin/tui/%: $(T)/obj/tests/tui/%.o $(CASE_O) $(ROOMS:%=$(T)/lib%.a)
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $(filter %.o,$^) $(call libs,$(T)) $(LIBS_cmocka)
$(T)/bin/cli/%: $(T)/obj/tests/cli/%.o $(CASE_O) $(ROOMS:%=$(T)/lib%.a) \
		$(patsubst %.c,$(T)/obj/%.o,$(filter-out cli/main.c,$(wildcard cli/*.c)))
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $(filter %.o,$^) $(call libs,$(T)) $(LIBS_cmocka)
$(T)/bin/cli/test_noise: $(T)/obj/tests/tui/monkey.o
$(T)/bin/read/%: $(T)/obj/tests/read/%.o $(CASE_O) $(T)/libread.a $(T)/libcore.a
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $^ $(LIBS_cmocka) $(LIBS_pdf) $(LIBS_read) $(LIBS_core)
# The test of the screen driver has its parts in it, and runs the probe on them.
$(T)/bin/tui/test_scr: $(T)/obj/tests/tui/test_scr.o $(CASE_O) \
		$(patsubst %.c,$(T)/obj/%.o,$(filter-out %/scr.c,$(SCR_SRCS))) $(T)/libcore.a | $(T)/probe
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $^ $(LIBS_cmocka) $(LIBS_vterm) $(LIBS_core)
$(T)/scr: $(SCR_SRCS:%.c=$(T)/obj/%.o) $(T)/libcore.a
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $^ $(LIBS_vterm) $(LIBS_core)
$(T)/probe: $(T)/obj/tests/tui/probe.o $(T)/libcore.a
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $^ $(LIBS_tui) $(LIBS_core)

$(T)/picture: $(T)/obj/tests/tui/picture.o $(T)/libcore.a
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $^ $(LIBS_core)

# SUITE=core/day builds and runs one file, SUITE=core one room.
suite_room := $(firstword $(subst /, ,$(SUITE)))
suite_name := $(word 2,$(subst /, ,$(SUITE)))
wanted = $(filter tests/$(or $(suite_room),%)$(if $(suite_room),/test_$(or $(suite_name),%)).c,$(TEST_SRCS))
TEST_BINS := $(patsubst tests/%.c,$(T)/bin/%,$(wanted))
TEST_PROGRAMS := readers $(if $(filter core store,$(suite_room)),,$(PROGRAM:%=$(T)/gongkai) $(PROGRAM) $(MOS) \
	$(if $(wildcard tests/tui/*.screen),$(T)/scr) $(if $(PROBE),$(T)/probe) $(if $(PICTURE),$(T)/picture))

.PHONY: pictures
pictures: $(T)/picture ## docs/screens: every view as a picture, from the screens the tests hold
	tests/tui/pictures $(T)/picture docs

.PHONY: check check-built
check: ## install what is missing, run the tests (SUITE=core/day, CASE=name)
	@tests/need $(NEED_BUILD) $(NEED_TEST)
	+@$(ALONE) $(MAKE) check-built
check-built: $(TEST_BINS) $(TEST_PROGRAMS)
	@tests/run $(T) '$(SUITE)' '$(CASE)'

.PHONY: asan tsan coverage
asan: ## the same tests under AddressSanitizer and UBSan
	+@$(MAKE) VARIANT=asan check
tsan: ## the same tests under ThreadSanitizer
	+@$(MAKE) VARIANT=tsan check
coverage: ## the same tests, then the lines covered per file
	+@$(MAKE) VARIANT=coverage check
	@tests/coverage $(abspath $(BUILD))/coverage/test/obj

# The victim's calls are counted by functions of the same names in the program itself.
$(T)/faults: $(patsubst %.c,$(T)/obj/%.o,$(wildcard tests/faults/*.c)) $(T)/libstore.a $(T)/libcore.a
	$(call say,ld $(@:$(B)/%=%))$(LINK) -rdynamic -o $@ $(filter %.o,$^) -Wl,--start-group \
		$(filter %.a,$^) -Wl,--end-group $(LIBS_cmocka) $(LIBS_store) $(LIBS_core)
.PHONY: faults faults-built
faults: ## kill, fail and take the power from the store at its every call (LONG=1, kill, memory: more)
	@tests/need $(NEED_BUILD) $(NEED_TEST) $(NEED_FAULTS)
	+@$(ALONE) $(MAKE) faults-built
faults-built: $(T)/faults $(PROGRAM)
	@tests/faults/run $(T)/faults $(PROGRAM)

SOAK = 500
NOISE ?= 10000000
.PHONY: soak random-keys random-keys-alone random-keys-built
soak: random-keys ## random keys on the screen under the sanitizers (SOAK=500 times 4000 of them), and NOISE=10000000 bytes over SSH
	+@NOISE=$(NOISE) TEST_SECONDS=$$(($(NOISE) / 500 + 600)) $(MAKE) VARIANT=asan check SUITE=cli/noise
random-keys: ## those keys alone
	+@$(MAKE) VARIANT=asan random-keys-alone
random-keys-alone:
	+@$(ALONE) $(MAKE) random-keys-built
random-keys-built: readers $(T)/scr $(T)/gongkai $(MOS)
	@tests/tui/soak $(T) $(SOAK)

.PHONY: samples
samples: ## papers of every kind, made anew by LibreOffice and pandoc where they are installed
	tests/files/samples.py

.PHONY: fuzz fuzz-built bench
fuzz: ## libFuzzer over tests/fuzz (FUZZ_SECONDS=30 each)
	@tests/need $(NEED_BUILD) clang libclang-rt-14-dev
	+@$(MAKE) VARIANT=fuzz CC=clang fuzz-built
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
$(B)/fuzz/%: $(T)/obj/tests/fuzz/fuzz_%.o $(ROOMS:%=$(T)/lib%.a)
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $(filter %.o,$^) $(call libs,$(T))
# The readers without their cage, on the samples and what is made to harm.
$(foreach name,read parts pdf,$(B)/fuzz/$(name)): $(B)/fuzz/%: $(T)/obj/tests/fuzz/fuzz_%.o $(T)/libread.a $(ROOMS:%=$(T)/lib%.a)
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $(filter %.o,$^) $(T)/libread.a $(call libs,$(T)) \
		$(if $(filter pdf,$*),$(LIBS_pdf)) $(LIBS_read)
fuzz-built: $(FUZZERS)
	@tests/fuzz/run $(FUZZ_SECONDS) $(FUZZERS)

# A benchmark is bench_X.c; what else is there in C is theirs to share. The generator has the test tree,
# whose clock it sets.
BENCH_SHARED := $(filter-out tests/bench/bench_%.c tests/bench/scale.c,$(wildcard tests/bench/*.c))
BENCHES := $(patsubst tests/bench/bench_%.c,$(B)/bench/%,$(wildcard tests/bench/bench_*.c))
SCALE := $(T)/bench/scale
$(B)/bench/%: $(B)/obj/tests/bench/bench_%.o $(BENCH_SHARED:%.c=$(B)/obj/%.o) $(ROOMS:%=$(B)/lib%.a)
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $(filter %.o,$^) $(call libs,$(B))
$(SCALE): $(T)/obj/tests/bench/scale.o $(BENCH_SHARED:%.c=$(T)/obj/%.o) $(ROOMS:%=$(T)/lib%.a)
	@mkdir -p $(@D)
	$(call say,ld $(@:$(B)/%=%))$(LINK) -o $@ $(filter %.o,$^) $(call libs,$(T))
bench: $(PROGRAM) $(BENCHES) $(SCALE) ## the benchmarks, in two minutes (FULL=1: at city scale)
	-@tests/need $(NEED_BENCH)
	@GONGKAI=$(PROGRAM) BIN=$(B)/bench SCALE=$(SCALE) FULL=$(FULL) tests/bench/run $(ONLY)

DOCS = 100000
REQUESTS = $(shell expr $(DOCS) / 10)
SEED = 1
STORE = $(BUILD)/scale-$(DOCS)-$(SEED)
.PHONY: scale
scale: $(SCALE) ## a store of DOCS=100000 papers and REQUESTS= (a tenth), the same for one SEED=1, in STORE=
	@$(SCALE) $(STORE) $(DOCS) $(SEED) $$(expr $(DOCS) / 10) $(REQUESTS)

.PHONY: bare
bare: ## prove that make run and make check work on a bare Debian 12 (root, debootstrap)
	tests/bare

# ---- lint ---------------------------------------------------------------------------------------

# One stamp a file and tool: only what changed is looked at again.
TIDY := $(ALL_C:%=$(LINT)/%.tidy)
LONE := $(patsubst %,$(LINT)/%.lone,$(filter-out tests/%,$(HEADERS)))
FORMAT := $(patsubst %,$(LINT)/%.format,$(ALL_C) $(HEADERS))

.PHONY: lint lint-built layers
lint: ## layers, lone headers, clang-tidy, clang-format, cppcheck, shellcheck, translations
	@tests/need $(NEED_BUILD) $(NEED_TEST) $(NEED_LINT)
	+@$(ALONE) $(MAKE) -k lint-built
lint-built: layers house $(LONE) $(TIDY) $(FORMAT) $(LINT)/cppcheck $(SCRIPTS:%=$(LINT)/%.shellcheck) \
	$(if $(LANGS),$(LINT)/words)

layers: $(T)/libcore.a ## the include rule, by grep and by the linker's symbols
	@tests/layers $(T)
.PHONY: house
house:
	@tests/house

$(LINT)/%.tidy: % .clang-tidy tests/.clang-tidy $(HEADERS)
	@mkdir -p $(@D)
	$(call say,tidy $<)clang-tidy --quiet $< -- $(FLAGS) -DGONGKAI_TEST -Wno-unused-value \
		$(if $(filter core/err.c,$<),,-include tests/tidy.h) 2>$@.err || { cat $@.err; exit 1; }
	@touch $@
$(LINT)/%.lone: % $(HEADERS)
	@mkdir -p $(@D)
	@echo '#include "$<"' | $(CC) $(FLAGS) -Werror -fsyntax-only -x c - && touch $@
$(LINT)/%.format: % .clang-format
	@mkdir -p $(@D)
	@clang-format --dry-run -Werror $< && touch $@
$(LINT)/cppcheck: $(ALL_C) $(HEADERS)
	@mkdir -p $(@D)
	$(call say,cppcheck)cppcheck --quiet --std=c11 -D_GNU_SOURCE -I. --inline-suppr --suppress="ctunullpointer:tests/*" --error-exitcode=1 \
		--enable=warning,performance,portability --suppress=missingIncludeSystem $(ALL_C)
	@touch $@
$(LINT)/%.shellcheck: %
	@mkdir -p $(@D)
	@shellcheck -x $< && touch $@
$(LINT)/words: $(POT) $(LANGS:%=po/%.po)
	@mkdir -p $(@D)
	@for lang in $(LANGS); do msgcmp po/$$lang.po $(POT) >$@.err 2>&1 || { \
		grep -v 'not used' $@.err | tail -n 40; exit 1; }; done
	@touch $@

# ---- words --------------------------------------------------------------------------------------

WORDY := $(sort $(SRCS) $(filter-out store/stmt.def,$(wildcard */*.h */*.def)))
$(POT): $(WORDY)
	@mkdir -p $(@D)
	@xgettext --language=C --from-code=UTF-8 --add-location=file --sort-by-file --keyword=_ \
		--keyword=N_ --keyword=ngettext:1,2 --package-name=gongkai --copyright-holder= \
		--foreign-user --output=- $(WORDY) | \
		sed '/^"POT-Creation-Date:/d; s/charset=CHARSET/charset=UTF-8/' >$@
.PHONY: pot po-update
pot: $(POT) ## po/gongkai.pot from the sources
	@cp $(POT) po/gongkai.pot
po-update: pot ## merge new sentences into po/*.po
	@for lang in $(LANGS); do \
		msgmerge --quiet --update --backup=none --add-location=file --no-fuzzy-matching \
			po/$$lang.po po/gongkai.pot || exit 1; done

# ---- the demo, installing, releasing ------------------------------------------------------------

.PHONY: run demo
run: ## install what is missing, build, open the demo
	@tests/need $(NEED_BUILD)
	+@$(ALONE) $(MAKE) demo
	@case "$${LC_ALL:-$${LC_CTYPE:-$$LANG}}" in *[Uu][Tt][Ff]*) ;; *) export LC_ALL=C.UTF-8;; esac; \
	$(PROGRAM) -C $(DEMO) --as clerk
demo: all
	@[ -e $(DEMO) ] || $(PROGRAM) init --demo -C $(DEMO) || { rm -rf $(DEMO); exit 1; }

bindir = $(prefix)/bin
mandir = $(datadir)/man
INSTALLED = $(DESTDIR)$(datadir)/gongkai/installed
MAN := $(wildcard docs/*.[1-8])
.PHONY: install install-built uninstall dist deb
install: ## program, packs, themes, translations, manual (DESTDIR=, prefix=/usr/local)
	+@$(MAKE) VARIANT=install install-built
install-built: all
	@set -e; rm -f $(B)/installed; \
	put() { install -D -m "$$1" "$$2" "$(DESTDIR)$$3"; echo "$$3" >>$(B)/installed; }; \
	put 755 $(PROGRAM) $(bindir)/gongkai; \
	for f in read read-pdf; do put 755 $(READ)/$$f $(libexecdir)/gongkai/$$f; done; \
	for f in $(MAN); do put 644 $$f $(mandir)/man$${f##*.}/$${f##*/}; done; \
	for l in $(LANGS:%=%/LC_MESSAGES/gongkai.mo); do \
		put 644 $(B)/locale/$$l $(datadir)/locale/$$l; done; \
	find packs themes -type f ! -name '.*' | sort | while read -r f; do \
		put 644 "$$f" "$(datadir)/gongkai/$$f"; done; \
	put 644 LICENSE $(datadir)/doc/gongkai/copyright; \
	install -D -m 644 $(B)/installed $(INSTALLED)
uninstall: ## remove what install put there, by its list
	@set -e; while read -r f; do rm -f "$(DESTDIR)$$f"; done <$(INSTALLED); rm $(INSTALLED); \
	find $(DESTDIR)$(datadir)/gongkai $(DESTDIR)$(datadir)/doc/gongkai -depth -type d -empty -delete

dist: ## a source tarball of the last commit
	@mkdir -p $(BUILD)
	git archive --prefix=gongkai-$(VERSION)/ -o $(BUILD)/gongkai-$(VERSION).tar.gz HEAD

DEB := $(abspath $(BUILD))/deb
deb: ## a Debian package, build/gongkai_VERSION_ARCH.deb
	@tests/need $(NEED_BUILD) dpkg-dev
	@rm -rf $(DEB)
	+@$(MAKE) install prefix=/usr DESTDIR=$(DEB)/root
	@set -e; mkdir -p $(DEB)/root/DEBIAN $(DEB)/debian; cd $(DEB); \
	printf 'Source: gongkai\n\nPackage: gongkai\nArchitecture: any\n' >debian/control; \
	depends=$$(dpkg-shlibdeps -O root/usr/bin/gongkai root/usr/libexec/gongkai/* | sed 's/^shlibs:Depends=//'); \
	printf '%s\n' 'Package: gongkai' 'Version: $(VERSION)' 'Section: admin' 'Priority: optional' \
		"Architecture: $$(dpkg --print-architecture)" "Depends: $$depends" \
		'Recommends: git, openssh-client, poppler-data' 'Maintainer: Gongkai maintainers <gongkai@localhost>' \
		'Description: decide, paper by paper, what the public may read' \
		' A terminal program for government departments: every decision is a signed' \
		' commit that stock git can check.' >root/DEBIAN/control; \
	dpkg-deb --root-owner-group --build root $(abspath $(BUILD)) | grep -v '^$$'

.PHONY: help clean
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile
clean: ## remove build/
	rm -rf $(BUILD)
