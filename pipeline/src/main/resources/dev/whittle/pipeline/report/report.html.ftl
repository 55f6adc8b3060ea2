<#ftl output_format="HTML">
<#macro pct x><#if x??>${x?string["0.0"]}<#else>–</#if></#macro>
<#assign colors = ["#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951", "#ff8ab7", "#a463f2", "#97bbf5", "#9c6b4e", "#9498a0", "#1f77b4", "#b5452c", "#2d6a4f", "#7f4f24"]>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name} · Whittle</title>
<style>
:root { color-scheme: light dark; --ink: #1d2129; --soft: #667085; --line: #dfe3ea; --paper: #ffffff; --tint: 66, 105, 208; --bad: 214, 72, 51; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ee; --soft: #9aa3b2; --line: #343a46; --paper: #16181d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { margin: 0.5rem 0 0; font-size: 1.7rem; } h2 { margin: 2.2rem 0 0.4rem; font-size: 1.25rem; } h3 { margin: 1rem 0 0.3rem; font-size: 1rem; }
p { margin: 0.4rem 0; } .soft { color: var(--soft); font-size: 0.875rem; }
.answer { font-size: 1.15rem; margin: 0.6rem 0 1rem; }
.scroll { overflow-x: auto; -webkit-overflow-scrolling: touch; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.35rem 0.6rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; font-size: 0.875rem; } th:first-child, td:first-child { text-align: left; }
td.name { white-space: normal; min-width: 7rem; } td small { display: block; color: var(--soft); font-size: 0.75rem; }
td.best { outline: 2px solid rgb(var(--tint)); outline-offset: -2px; font-weight: 700; }
.confusion td, .confusion th { padding: 0.15rem 0.35rem; font-size: 0.75rem; text-align: center; border: 1px solid var(--line); }
.confusion th.down { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; max-height: 8rem; }
.confusion th:first-child { text-align: right; }
.pictures { display: flex; flex-wrap: wrap; gap: 0.6rem; }
figure { margin: 0; } figure img { display: block; image-rendering: pixelated; width: 5.5rem; height: auto; background: #888; }
figcaption { max-width: 5.5rem; font-size: 0.72rem; line-height: 1.25; color: var(--soft); overflow-wrap: anywhere; }
.wrong figcaption b { color: rgb(var(--bad)); }
.charts { display: flex; flex-wrap: wrap; gap: 1.2rem; } .charts figcaption { max-width: none; }
svg { display: block; width: 100%; max-width: 22rem; height: auto; font: 10px system-ui, sans-serif; }
svg text { fill: var(--soft); } svg rect { fill: none; stroke: var(--line); } polyline { fill: none; stroke-width: 1.6; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; font-size: 0.8rem; margin: 0.4rem 0; } .legend i { display: inline-block; width: 1rem; height: 0.25rem; margin-right: 0.35rem; vertical-align: middle; }
pre { overflow-x: auto; padding: 0.7rem; border: 1px solid var(--line); font-size: 0.8rem; } code { overflow-wrap: anywhere; }
details > summary { cursor: pointer; padding: 0.25rem 0; }
img.sheet { image-rendering: pixelated; max-width: 100%; height: auto; }
</style>
</head>
<body>
<header>
<p class="soft">Whittle: image features compared</p>
<h1>${name}</h1>
<p class="answer" id="answer">Best: <b>${summary.best.feature}</b> under <b>${summary.best.head}</b>, <b>${summary.best.text()} %</b> of
${summary.testImages?string["#,##0"]} test images right (guessing: <@pct summary.chance/> %).</p>
</header>

<section id="table">
<h2>Accuracy on the test images, in %</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">Feature</th><#list summary.heads as head><th scope="col">${head}</th></#list><th scope="col">length</th><th scope="col">ms per image</th></tr></thead>
<tbody>
<#list summary.rows as row>
<tr><td class="name">${row.feature}</td><#list row.cells as cell><td class="${(cell.feature == summary.best.feature && cell.head == summary.best.head)?string("best", "")}" style="background: rgba(var(--tint), ${(cell.test > summary.chance)?then(0.0045 * (cell.test - summary.chance), 0)?string["0.###"]})">${cell.text()}<#if !cell.bitsPromised>&#8202;*</#if><small>${cell.trainSeconds?string["0.0"]} s · train <@pct cell.train/></small></td></#list><td>${row.length?string["#,##0"]}</td><td>${row.msPerImage?string["0.000"]}<#if (row.fitSeconds >= 0.05)><small>+ ${row.fitSeconds?string["0.0"]} s to fit</small></#if></td></tr>
</#list>
</tbody>
</table></div>
<p class="soft"><#if (seeds?size > 1)>Mean ± sample deviation over the seeds ${seeds?join(", ")}; a seed decides which images are held out for validation and every random choice in training.<#else>One seed (${seeds?join(", ")}), so no deviation can be given.</#if>
Small print in a cell: seconds of training, and accuracy on the images it was trained on. A test of ${summary.testImages?string["#,##0"]} images alone leaves ±<@pct summary.testError()/> points (95 %) around the best figure.
<#if !allPromised>* This head comes from another library; its figures are not covered by the promise of equal bits.</#if></p>
</section>

<section id="classes">
<h2>Which feature sees which class</h2>
<p class="soft">Share of each class's test images that was recognised, in %, under the head that suits the feature best.</p>
<div class="scroll"><table>
<thead><tr><th scope="col">Feature</th><th scope="col">head</th><#list perClass.classes as class><th scope="col">${class}</th></#list></tr></thead>
<tbody><#list perClass.rows as row><tr><td class="name">${row.feature}</td><td>${row.head}</td><#list row.recall as r><td<#if r??> style="background: rgba(var(--tint), ${(r * 0.005)?string["0.###"]})"</#if>><#if r??>${r?string["0"]}<#else>–</#if></td></#list></tr></#list></tbody>
</table></div>
</section>

<section id="examples">
<h2>Right and wrong</h2>
<p class="soft">Test images under the best cell, with the first seed: the first of each class that was recognised, then the first errors.</p>
<h3>Recognised</h3>
<div class="pictures"><#list examples.right as e><figure><img src="${e.uri}" alt="${e.truth}" loading="lazy"><figcaption>${e.truth}</figcaption></figure></#list></div>
<h3>Mistaken</h3>
<#if examples.wrong?size == 0><p>None.</p></#if>
<div class="pictures wrong"><#list examples.wrong as e><figure><img src="${e.uri}" alt="${e.truth} taken for ${e.predicted}" loading="lazy"><figcaption>${e.truth}, taken for <b>${e.predicted}</b></figcaption></figure></#list></div>
</section>

<section id="confusion">
<h2>Who is taken for whom</h2>
<p class="soft">Rows: the true class. Columns: the prediction. Test images, summed over the seeds. Red: errors.</p>
<#list confusions.cells as cell>
<details<#if cell.feature == summary.best.feature && cell.head == summary.best.head> open</#if>><summary>${cell.feature} × ${cell.head} (<@pct 100 * cell.matrix.accuracy()/> %)</summary>
<div class="scroll"><table class="confusion"><thead><tr><th></th><#list perClass.classes as class><th scope="col" class="down">${class}</th></#list></tr></thead><tbody>
<#list cell.matrix.counts as counts><tr><th scope="row">${perClass.classes[counts?index]}</th><#list counts as n><td<#if (n > 0)> style="background: rgba(var(${(counts?index == n?index)?string("--tint", "--bad")}), ${((counts?index == n?index)?then(0.4 * n / cell.images(counts), 0.8 * n / cell.mostConfused()))?string["0.##"]})"</#if>>${n}</td></#list></tr></#list>
</tbody></table></div></details>
</#list>
</section>

<#if curves?size != 0>
<section id="curves">
<h2>Learning curves</h2>
<p class="soft">Over the iterations of training (epochs for mini-batch training), first seed.</p>
<div class="legend"><#list summary.rows as row><span><i style="background: ${colors[row?index % colors?size]}"></i>${row.feature}</span></#list></div>
<div class="charts"><#list curves as chart><figure><figcaption>${chart.head}: ${chart.title}</figcaption>
<svg viewBox="-42 -8 354 190" role="img" aria-label="${chart.title} of ${chart.head} over ${chart.iterations} iterations"><rect x="0" y="0" width="300" height="160"/>
<text x="-4" y="6" text-anchor="end">${chart.high?string["0.###"]}</text><text x="-4" y="160" text-anchor="end">${chart.low?string["0.###"]}</text><text x="0" y="174">1</text><text x="300" y="174" text-anchor="end">${chart.iterations}</text>
<#list chart.lines as line><polyline points="${line.points}" stroke="${colors[line.color % colors?size]}"><title>${line.feature}</title></polyline></#list></svg></figure></#list></div>
</section>
</#if>

<#if glyphs??>
<section id="glyphs">
<h2>What HoG sees</h2>
<p class="soft">${glyphs.hog} on an image of each class: the histograms of its cells; a stroke lies along the edge, brighter where the gradient is stronger.</p>
<div class="pictures"><#list glyphs.examples as g><figure><img src="${g.image}" alt="${g.label}"><img src="${g.glyph}" alt="HoG glyphs of ${g.label}"><figcaption>${g.label}</figcaption></figure></#list></div>
</section>
</#if>

<#if words?size != 0>
<section id="words">
<h2>Visual words</h2>
<#list words as w><h3>${w.label}</h3><p class="soft">${w.text}</p><img class="sheet" src="${w.uri}" alt="The words of the codebook of ${w.label}"></#list>
</section>
</#if>

<#if templates?size != 0>
<section id="templates">
<h2>Templates</h2>
<p class="soft">A linear head on pixels holds one weight image for each class: bright where a bright pixel speaks for the class, mid-gray where it does not matter.</p>
<#list templates as t><h3>${t.label}</h3><div class="pictures"><#list t.pictures as p><figure><img src="${p.uri}" alt="Template of ${p.label}"><figcaption>${p.label}</figcaption></figure></#list></div></#list>
</section>
</#if>

<section id="repeat">
<h2>How this was made, and how to check it</h2>
<p>${dataText}</p>
<pre>${experimentText}</pre>
<p>Run <code>whittle verify FOLDER</code> on the folder that holds this page: it repeats the experiment and compares <code>result.json</code> byte for byte. For any number of threads, with or without vector instructions, on Java 17 and later, the bytes are the same.</p>
<ul>
<li><a href="result.json">result.json</a>: accuracies, confusion matrices, hashes of data, predictions and models</li>
<li><a href="timing.json">timing.json</a>: ${timingText}</li>
<li>SHA-256 of <code>result.json</code>: <code>${resultSha256}</code></li>
<li>SHA-256 of the training images: <code>${trainSha256}</code>; of the test images: <code>${testSha256}</code></li>
</ul>
</section>
</body>
</html>
