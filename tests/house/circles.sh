#!/bin/sh
# SPDX-License-Identifier: ISC
# No file knows a file that knows it, directly or by way of others: what cannot be read, tested or
# taken away alone is one file that was cut in the wrong place.
#   circles.sh [ROOT]     ROOT defaults to $srcdir; layers.sh runs it
#
# A unit is x.c with x.h, or x.py.  A unit of C knows another if it includes its header, or if it
# uses a function or a variable that the other one's .c defines: a header may declare what several
# files define, and hides their circles from whoever looks at includes only.
#
# A unit of Python knows what it imports.  An import inside a function, and one for the checker of
# types only (TYPE_CHECKING), count too: they are how a circle is made to run, and the two files
# still cannot be understood one after the other.
set -u
root=${1:-${srcdir:-.}}
cd "$root" || exit 1

folders="libe2e tl backends tools tests examples python"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# shellcheck disable=SC2086
find $folders -name '*.[ch]' ! -path '*/conftest*' | LC_ALL=C sort >"$work/c"
# shellcheck disable=SC2086
find $folders -name '*.py' | LC_ALL=C sort >"$work/python"

# ---- C: lines "UNIT UNIT FILE:LINE what" --------------------------------------------

# Reads all files twice: first what each defines and declares, then what it uses.  It relies on our
# style (HACKING.md): a function's { and } are alone in column 1.
c_edges() # FILE...
{
	awk '
	function unit_of(path) { sub(/\.[ch]$/, "", path); return path }
	function folder_of(path) { sub(/[^\/]*$/, "", path); return path }

	# The line without comments, strings and characters.
	function code_of(line,    out, at, c) {
		out = ""
		for (;;) {
			if (in_comment) {
				at = index(line, "*/")
				if (!at)
					return out
				line = substr(line, at + 2)
				in_comment = 0
			}
			if (!match(line, /\/\*|["\047]/))
				return out line
			out = out substr(line, 1, RSTART - 1)
			c = substr(line, RSTART, 1)
			line = substr(line, RSTART + RLENGTH)
			if (c == "/")
				in_comment = 1
			else {
				if (c == "\"")
					match(line, /^([^"\\]|\\.)*"/)
				else
					match(line, /^([^\047\\]|\\.)*\047/)
				line = substr(line, RLENGTH + 1)
				out = out " "
			}
		}
	}

	# The name that TEXT, up to a body, a value or a semicolon, is about; "" if it is none of C
	# that the linker sees.
	function named(text) {
		sub(/[\[(=;].*/, "", text)
		sub(/[ \t]+$/, "", text)
		sub(/.*[^A-Za-z0-9_]/, "", text)
		return text ~ /[a-z]/ && text != "main" ? text : ""
	}

	# A function or variable is defined: at home here, and if it is not static, for others.
	function define(text,    name) {
		name = named(text)
		if (name == "" || text ~ /^(typedef|extern)/)
			return
		own[FILENAME, name] = 1
		if (text !~ /^static/ && FILENAME ~ /\.c$/)
			homes[name] = homes[name] " " FILENAME
	}

	# One that is defined elsewhere; variables may be several.
	function declare(text,    name, n, i, list) {
		if (text ~ /^(typedef|static)/)
			return
		list[n = 1] = text
		if (text !~ /\(/)
			n = split(text, list, ",")
		for (i = 1; i <= n; i++) {
			name = named(list[i])
			if (name != "")
				declared[name] = declared[name] " " FILENAME
		}
	}

	# What is included is looked for beside the file, then where the Makefiles look.
	function include(path,    n, i, try, roots) {
		if (!sub(/^[ \t]*#[ \t]*include[ \t]*["<]/, "", path))
			return
		sub(/[">].*/, "", path)
		n = split(folder_of(FILENAME) "|libe2e/||tools/|tests/|backends/", roots, "|")
		for (i = 1; i <= n; i++) {
			try = roots[i] path
			while (sub(/[^\/]+\/\.\.\//, "", try))
				;
			if (try in exists) {
				includes[FILENAME] = includes[FILENAME] " " try
				edge(FILENAME, try, FNR, "includes " try)
				return
			}
		}
	}

	# Names that other files define are kept until it is known whether they are declared here.
	function use(text,    name, before) {
		while (match(text, /[A-Za-z_][A-Za-z0-9_]*/)) {
			name = substr(text, RSTART, RLENGTH)
			before = RSTART > 1 ? substr(text, 1, RSTART - 1) : ""
			text = substr(text, RSTART + RLENGTH)
			if ((name in homes) && !((FILENAME, name) in own) &&
			    !((FILENAME, name) in used) && before !~ /(\.|->|struct |enum |union )$/) {
				used[FILENAME, name] = 1
				uses[++n_uses] = FILENAME " " name " " FNR
			}
		}
	}

	function edge(from, to, line, why) {
		if (unit_of(from) != unit_of(to))
			print unit_of(from), unit_of(to), from ":" line, why
	}

	# All that FILE includes, in seen.
	function see(file,    n, i, list) {
		n = split(includes[file], list, " ")
		for (i = 1; i <= n; i++)
			if (!(list[i] in seen)) {
				seen[list[i]] = 1
				see(list[i])
			}
	}

	# A declared name leads to its home: of several of that name, to those in the folder of the
	# header that declares it, else to all.
	function settle(what,    word, n, i, list, header, near) {
		split(what, word, " ")
		if (word[1] != last) {
			split("", seen)
			see(last = word[1])
		}
		header = ""
		n = split(declared[word[2]], list, " ")
		for (i = 1; i <= n; i++)
			if ((list[i] in seen) || list[i] == last)
				header = list[i]
		if (header == "")
			return
		near = 0
		n = split(homes[word[2]], list, " ")
		for (i = 1; i <= n; i++)
			if (folder_of(list[i]) == folder_of(header))
				near = 1
		for (i = 1; i <= n; i++)
			if (!near || folder_of(list[i]) == folder_of(header))
				edge(last, list[i], word[3], "uses " word[2] " of " list[i])
	}

	FNR == 1 {
		pass = FILENAME in exists ? 2 : 1
		exists[FILENAME] = 1
		in_comment = macro = 0
		inside = text = ""
	}
	{ line = code_of($0) }
	line ~ /^[ \t]*#/ || macro {
		macro = (macro || line ~ /^[ \t]*#[ \t]*define/) && line ~ /\\$/
		if (pass == 2) {
			include($0)
			if (macro || line !~ /^[ \t]*#[ \t]*(include|if|ifdef|ifndef|undef)/)
				use(line)
		}
		text = ""
		next
	}
	inside != "" {
		if (pass == 2 && inside != "members")
			use(line)
		if (line ~ /^}/)
			inside = text = ""
		next
	}
	{ text = line ~ /^[ \t]*$/ ? "" : text == "" ? line : text " " line }
	line ~ /^\{/ {
		if (pass == 1)
			define(text)
		inside = "body"
		next
	}
	text ~ /^[^(=]*\{$/ {
		inside = "members"
		next
	}
	text ~ /=/ {
		if (pass == 1)
			define(text)
		else
			use(line)
		if (line ~ /\{$/)
			inside = "value"
	}
	line ~ /;[ \t]*$/ {
		if (pass == 1 && text !~ /[={]/ && text !~ /^(struct|enum|union) [a-z0-9_]+;/) {
			if (text ~ /^extern/ || text ~ /\(/)
				declare(text)
			else
				define(text)
		}
		text = ""
	}
	END {
		for (i = 1; i <= n_uses; i++)
			settle(uses[i])
	}' "$@" "$@"
}

# ---- Python -------------------------------------------------------------------------

python_edges() # FILE...
{
	awk '
	function folder_of(path) { sub(/[^\/]*$/, "", path); return path }

	# The file of a dotted name, looked for in FOLDER.
	function file_of(folder, dotted) {
		gsub(/\./, "/", dotted)
		if ((folder dotted ".py") in exists)
			return folder dotted ".py"
		if (dotted == "" && (folder "__init__.py") in exists)
			return folder "__init__.py"
		if ((folder dotted "/__init__.py") in exists)
			return folder dotted "/__init__.py"
		return ""
	}

	# A file that is imported by an absolute name: where the package of this file is, or above
	# that, or in python/.
	function find(dotted,    folder, found) {
		folder = folder_of(FILENAME)
		while ((folder "__init__.py") in exists)
			sub(/[^\/]*\/$/, "", folder)
		for (;;) {
			found = file_of(folder, dotted)
			if (found != "")
				return found
			if (!sub(/[^\/]*\/$/, "", folder))
				return file_of("python/", dotted)
		}
	}

	function edge(to) {
		if (to != "" && to != FILENAME)
			print unit, unit_of(to), FILENAME ":" FNR, "imports " to
	}
	function unit_of(path) { sub(/\.py$/, "", path); return path }

	function from_import(module, names,    folder, dots, file, n, i, list, part) {
		if (module ~ /^\./) {
			match(module, /^\.+/)
			dots = RLENGTH
			folder = folder_of(FILENAME)
			while (dots-- > 1)
				sub(/[^\/]*\/$/, "", folder)
			sub(/^\.+/, "", module)
			file = file_of(folder, module)
		} else
			file = find(module)
		if (file !~ /__init__\.py$/) {
			edge(file)
			return
		}
		gsub(/[()]/, " ", names)
		n = split(names, list, ",")
		for (i = 1; i <= n; i++) {
			sub(/^[ \t]+/, "", list[i])
			sub(/[ \t].*/, "", list[i])
			if (list[i] == "")
				continue
			part = file_of(folder_of(file), list[i])
			edge(part != "" ? part : file)
		}
	}

	function plain_import(names,    n, i, list) {
		n = split(names, list, ",")
		for (i = 1; i <= n; i++) {
			sub(/^[ \t]+/, "", list[i])
			sub(/[ \t].*/, "", list[i])
			edge(find(list[i]))
		}
	}

	FNR == 1 {
		pass = FILENAME in exists ? 2 : 1
		exists[FILENAME] = 1
		unit = unit_of(FILENAME)
		quoted = open = 0
	}
	pass == 1 { next }
	{
		line = $0
		was_quoted = quoted
		rest = line
		while (sub(/"""|\047\047\047/, "", rest))
			quoted = !quoted
		if (was_quoted || line ~ /"""/)
			next
		sub(/#.*/, "", line)
		if (open) {
			names = names " " line
			if (line ~ /\)/) {
				open = 0
				from_import(module, names)
			}
		} else if (match(line, /^[ \t]*from[ \t]+[A-Za-z0-9_.]+[ \t]+import[ \t(]/)) {
			module = line
			sub(/^[ \t]*from[ \t]+/, "", module)
			sub(/[ \t].*/, "", module)
			names = line
			sub(/^.*[ \t]import/, "", names)
			if (names ~ /\(/ && names !~ /\)/)
				open = 1
			else
				from_import(module, names)
		} else if (match(line, /^[ \t]*import[ \t]+[A-Za-z0-9_.]+/)) {
			sub(/^[ \t]*import[ \t]+/, "", line)
			plain_import(line)
		}
	}' "$@" "$@"
}

# ---- Circles ------------------------------------------------------------------------

# Of lines "FROM TO PLACE why" one circle of each knot, with its places.  What nobody knows, or what
# knows nobody, is in no circle and is taken away, again and again; from anything that is left one
# comes to a circle.
circles()
{
	awk '
	!(($1, $2) in why) {
		from[++n] = $1
		to[n] = $2
		place = $3
		sub(/^[^ ]+ [^ ]+ [^ ]+ /, "")
		why[from[n], to[n]] = place ": " from[n] " " $0
	}
	END {
		for (;;) {
			peel()
			if (!left)
				break
			tell()
		}
		exit bad
	}

	function peel(    i, changed, out, into) {
		do {
			split("", out)
			split("", into)
			for (i = 1; i <= n; i++)
				if (!gone[i]) {
					out[from[i]] = 1
					into[to[i]] = 1
				}
			changed = left = 0
			for (i = 1; i <= n; i++)
				if (!gone[i]) {
					if (!(to[i] in out) || !(from[i] in into))
						changed = gone[i] = 1
					else
						left = i
				}
		} while (changed)
	}

	# Walk until a unit comes again; print the way from there on, and cut it open.
	function tell(    unit, i, step, way, seen) {
		unit = from[left]
		step = 0
		while (!(unit in seen)) {
			seen[unit] = ++step
			for (i = 1; i <= n; i++)
				if (!gone[i] && from[i] == unit)
					break
			way[step] = i
			unit = to[i]
		}
		print "a circle of " step - seen[unit] + 1 " files:"
		for (i = seen[unit]; i <= step; i++)
			print "  " why[from[way[i]], to[way[i]]]
		gone[way[step]] = 1
		bad = 1
	}'
}

# shellcheck disable=SC2046
c_edges $(cat "$work/c") >"$work/edges" || exit 1
# shellcheck disable=SC2046
python_edges $(cat "$work/python") >>"$work/edges" || exit 1
if [ "$(wc -l <"$work/edges")" -lt 20 ]; then
	echo "circles.sh: too few files know others in $root"
	exit 1
fi
circles <"$work/edges"
