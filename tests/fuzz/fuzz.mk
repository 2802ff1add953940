# SPDX-License-Identifier: GPL-3.0-or-later
# fuzz.mk - builds the fuzz targets with clang's fuzzer and runs each for FUZZ_SECONDS. Called by `make fuzz`, which gives:
# srcdir, SOURCES (of the rooms), TARGETS (names without _fuzz), CPPFLAGS, CFLAGS, LIBS. Works in the folder fuzz.d.
FUZZ_CC = clang
FUZZ_SECONDS = 10
FUZZ_SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=undefined

vpath %.c $(srcdir)
OBJECTS = $(patsubst %.c,fuzz.d/%.o,$(filter %.c,$(SOURCES)))
PROGRAMS = $(TARGETS:%=fuzz.d/%_fuzz)

.PHONY: all $(TARGETS:%=run-%)
.SECONDARY:
all: $(TARGETS:%=run-%)

fuzz.d/%.o: %.c
	@mkdir -p $(@D)
	@echo "  FUZZCC   $<"
	@$(FUZZ_CC) $(CPPFLAGS) $(CFLAGS) -g -O1 -Werror=implicit-function-declaration -fsanitize=fuzzer-no-link $(FUZZ_SANITIZE) -MMD -c -o $@ $<

fuzz.d/rooms.a: $(OBJECTS)
	@rm -f $@
	@$(AR) cr $@ $^

fuzz.d/%_fuzz: fuzz.d/tests/fuzz/%_fuzz.o fuzz.d/rooms.a
	@echo "  FUZZLD   $@"
	@$(FUZZ_CC) -fsanitize=fuzzer $(FUZZ_SANITIZE) -o $@ $^ $(LIBS)

# What the fuzzer finds worth keeping stays in fuzz.d/corpus for the next run; what breaks is left in fuzz.d/found.
$(TARGETS:%=run-%): run-%: fuzz.d/%_fuzz
	@mkdir -p fuzz.d/corpus/$* fuzz.d/found
	@echo "fuzz: $* for $(FUZZ_SECONDS) s"
	@$< -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix=fuzz.d/found/$*- fuzz.d/corpus/$* $(wildcard $(srcdir)/tests/fuzz/seeds/$*) \
		>fuzz.d/$*.log 2>&1 || { tail -60 fuzz.d/$*.log; echo 'not ok - fuzz: $* broke'; exit 1; }
	@sed -n 's/^stat::number_of_executed_units: */ok - fuzz: $* stood through runs: /p' fuzz.d/$*.log

-include $(OBJECTS:.o=.d) $(TARGETS:%=fuzz.d/tests/fuzz/%_fuzz.d)
