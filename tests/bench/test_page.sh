#!/bin/sh
# What a reader sees of a report: headless Chromium opens the page in a frame as wide as a phone and in one
# as wide as a desk, where page_check.js looks at it. Without Chromium the test is skipped by name.
# usage: test_page.sh REPORT_TOOL SCRATCH_FOLDER RESULT_FOLDER...   (from the root)
set -u
. "$(dirname "$0")/../check.sh"
report=$1
scratch=$2
shift 2
rm -rf "$scratch"
mkdir -p "$scratch"

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "test_page: skipped: Chromium is not installed (make deps)"
    exit 0
}

# browse PAGE WIDTH...: opens it in frames of these widths, or as on paper ("print", an A4 sheet on its side); what it finds goes to $scratch/found, what the
# console says to $scratch/console.
browse() {
    page=$1
    shift
    {
        echo '<!doctype html><title>test</title><pre id=out></pre><script>'
        echo "const widths = '$*'.split(' '); const lines = [];"
        cat <<'END'
addEventListener("message", (event) => {
  const { width, findings, headings, plots, links } = event.data;
  lines.push(`width ${width}: ${plots} plots, ${links ? "raw data" : "no raw data"}`);
  findings.forEach((finding) => lines.push(`${width}: FOUND ${finding}`));
  headings.forEach((heading) => lines.push(`${width}: heading ${heading}`));
  document.getElementById("out").textContent = lines.join("\n");
});
for (const width of widths) {
  const frame = document.createElement("iframe");
  frame.style = `width:${width === "print" ? 1040 : width}px;height:900px;border:0`;
  frame.src = PAGE + (width === "print" ? "?print" : "");
  document.body.append(frame);
}
END
        echo '</script>'
    } | sed "s|PAGE|\"$page\"|" >"$scratch/frames.html"
    timeout 60 "$chromium" --headless --no-sandbox --disable-gpu --disable-extensions --no-first-run \
        --user-data-dir="$scratch/profile" --enable-logging=stderr --virtual-time-budget=4000 \
        --dump-dom "file://$scratch/frames.html" >"$scratch/found" 2>"$scratch/console"
    grep -a ':CONSOLE' "$scratch/console" | sed 's/^/console: FOUND /' >>"$scratch/found"
}

case $scratch in /*) ;; *) scratch=$PWD/$scratch ;; esac
for folder in "$@"; do
    name=$(basename "$folder")
    mkdir -p "$scratch/$name"
    cp -R "$folder"/. "$scratch/$name"
    "$report" "$scratch/$name" 2>"$scratch/log"
    { cat "$scratch/$name/report.html"; echo '<script>'; cat tests/bench/page_check.js; echo '</script>'; } \
        >"$scratch/$name/check.html"
    browse "$name/check.html" 360 1920 print
    for width in 360 1920 print; do
        check "$name is seen at $width" grep -q "width $width: " "$scratch/found"
        check "$name has plots at $width" grep -q "width $width: [1-9]" "$scratch/found"
        check "$name leads to its raw data at $width" grep -q "width $width: .*, raw data" "$scratch/found"
        for heading in 'Sevenstep: ' 'Programs by builds' 'The floor' 'What failed' 'Audit' 'Raw data' 'To make it again'; do
            check "$name says \"$heading\" at $width" grep -q "$width: heading $heading" "$scratch/found"
        done
    done
    check "$name is whole" sh -c "! grep -E '^[a-z0-9]+: FOUND ' '$scratch/found' >&2"
    check "$name needs nothing else" sh -c \
        "! grep -Eq '(src|srcset|poster)=|<link rel=(.?)stylesheet|@import|url\(.?http' '$scratch/$name/report.html'"
done

# The test can fail: a page with what must not be there.
cat >"$scratch/bad.html" <<'END'
<!doctype html><meta charset=utf-8><h1>Bad</h1><p style="width:3000px">wide</p>
<figure><svg viewBox="0 0 500 300" width="300"><g id="gnuplot_plot_1"></g></svg><figcaption>Empty</figcaption></figure>
<div style="overflow:auto"><table style="width:1200px"><tbody><tr><td>1</table></div>
<a href="#nowhere">x</a><script>console.error("oh no"); throw new Error("thrown")</script>
END
{ echo '<script>'; cat tests/bench/page_check.js; echo '</script>'; cat "$scratch/bad.html"; } >"$scratch/worse.html"
browse worse.html 360 print
for finding in 'the page is 3' 'a table of 1200 does not fit' 'no marks in plot: Empty' 'a link to nowhere: #nowhere' 'error: .*thrown' 'console: FOUND .*oh no'; do
    check "the test finds: $finding" grep -q "FOUND.*${finding#*FOUND }" "$scratch/found"
done

checks_end
