<#ftl output_format="HTML">
<#macro pct x>${x?string["0.0"]}</#macro>
<#macro marker style x y filled><path class="marker" d="${style.marker}" transform="translate(${x} ${y})" style="stroke: ${style.color}; fill: <#if filled>${style.color}<#else>var(--paper)</#if>"/></#macro>
<#macro key style filled><svg viewBox="0 0 44 12" aria-hidden="true"><path d="M0 6H44" style="stroke: ${style.color}" stroke-dasharray="${style.dash}"/><@marker style 22 6 filled/></svg></#macro>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name} · Whittle</title>
<style>
:root { color-scheme: light dark; --ink: #1d2129; --soft: #5b6472; --line: #dfe3ea; --paper: #ffffff; --tint: 66, 105, 208; --bad: 213, 94, 0; --wrong: #b04a00; --shade: rgba(29, 33, 41, 0.45); }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ee; --soft: #a3abb9; --line: #343a46; --paper: #16181d; --tint: 96, 140, 245; --bad: 235, 120, 30; --wrong: #ff9a4d; --shade: rgba(230, 232, 238, 0.45); } }
@media print { :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --tint: 66, 105, 208; --bad: 213, 94, 0; --wrong: #b04a00; --shade: rgba(29, 33, 41, 0.45); } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); overflow-wrap: break-word; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
h1, h2, h3, p, summary, li, figcaption, .legend { overflow-wrap: anywhere; }
h1 { margin: 0.2rem 0 0; font-size: 1.7rem; line-height: 1.2; } h2 { margin: 2.4rem 0 0.4rem; font-size: 1.25rem; } h3 { margin: 1rem 0 0.3rem; font-size: 1rem; }
h1, h2, h3, figure, tr { break-inside: avoid; } h2, h3, summary { break-after: avoid; }
p { margin: 0.4rem 0; } .soft { color: var(--soft); font-size: 0.875rem; max-width: 52rem; }
.answer { font-size: 1.2rem; margin: 0.6rem 0 0.4rem; }
.scroll { overflow-x: auto; max-width: 100%; margin: 0.6rem 0; } .scroll:focus-visible { outline: 2px solid rgb(var(--tint)); }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.scroll { position: relative; }
.scroll, pre { background: linear-gradient(to left, var(--paper) 50%, transparent) 100% 0 / 4rem 100% no-repeat local, linear-gradient(to left, var(--shade), transparent) 100% 0 / 1.6rem 100% no-repeat scroll; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); font-size: 0.875rem; }
th, td { padding: 0.35rem 0.6rem; text-align: right; border-bottom: 1px solid var(--line); }
td { white-space: nowrap; } th { font-weight: 600; font-size: 0.875rem; max-width: 10rem; min-width: 4rem; vertical-align: bottom; overflow-wrap: break-word; }
th[scope=row] { text-align: left; vertical-align: middle; font-weight: 500; font-size: 0.95rem; min-width: 6.5rem; max-width: 14rem; overflow-wrap: anywhere; }
th:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); z-index: 1; }
td small, th small { display: block; color: var(--soft); font-size: 0.75rem; font-weight: 400; }
.row { font-weight: 700; } .column { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px; }
#fusions :is(th, td):nth-child(n + 4) { white-space: normal; text-align: left; min-width: 12rem; }
td.best { outline: 2px solid rgb(var(--tint)); outline-offset: -2px; }
.confusion td, .confusion th { padding: 0.15rem 0.35rem; font-size: 0.75rem; text-align: center; border: 1px solid var(--line); min-width: 0; }
.confusion thead th:not(:first-child) { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; vertical-align: top; max-height: 9rem; max-width: none; }
.confusion th[scope=row] { text-align: right; font-size: 0.75rem; max-width: 9rem; }
<#list 1..9 as i>.d${i} { background: rgba(var(--tint), ${(0.06 * i)?string["0.##"]}); } .e${i} { background: rgba(var(--bad), ${(0.08 * i)?string["0.##"]}); }
</#list>
.pictures { display: flex; flex-wrap: wrap; gap: 0.6rem; }
figure { margin: 0; max-width: 100%; } figure img { display: block; image-rendering: pixelated; width: 5.5rem; max-width: 100%; height: auto; background: #888; }
.wide img { width: 16rem; } .wide figcaption { max-width: 16rem; }
figcaption { max-width: 5.5rem; font-size: 0.75rem; line-height: 1.25; color: var(--soft); }
.steps { display: grid; grid-template-columns: 5.5rem 5.5rem; gap: 0.2rem 0.3rem; } .steps figcaption { grid-column: 1 / 3; max-width: none; } .steps svg { margin-top: 0.2rem; } .steps polyline { stroke-width: 1.2; } .steps div { align-self: end; }
.wrong figcaption b { color: var(--wrong); }
img.drawn { image-rendering: pixelated; width: 25rem; max-width: 100%; height: auto; border: 1px solid var(--line); }
.charts { display: flex; flex-wrap: wrap; gap: 1.2rem; } .charts figure { width: 22rem; } .charts figcaption { max-width: none; font-size: 0.875rem; }
svg { display: block; width: 100%; height: auto; font: 11px system-ui, sans-serif; }
svg text { fill: var(--soft); } svg rect { fill: none; stroke: var(--line); } svg path { stroke: var(--line); } polyline { fill: none; stroke-width: 1.6; }
.log { margin-top: 0.8rem; } .log figure { width: 32rem; max-width: 100%; } .log svg path { stroke: var(--line); } svg path.marker { stroke-width: 1.6; } svg rect.bar { fill: rgb(var(--tint)); stroke: none; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; font-size: 0.8rem; margin: 0.4rem 0; } .legend svg { display: inline-block; width: 2.75rem; height: 0.75rem; margin-right: 0.35rem; vertical-align: middle; stroke-width: 2; }
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
${summary.testImages?string["#,##0"]} test images<#if redivided>, drawn anew for each seed,</#if> right (guessing: <@pct summary.chance/> %).</p>
<#if summary.chosen??>
<p id="chosen">Best on the validation images, chosen without the test images: <#if summary.chosen.feature == summary.best.feature && summary.chosen.head == summary.best.head>the same.<#else><b>${summary.chosen.feature}</b> under <b>${summary.chosen.head}</b>, ${summary.chosen.text()} % of the test images.</#if></p>
</#if>
<#if notes?size != 0>
<div id="notes"><#list notes as note><p><b>Note.</b> ${note}.</p></#list></div>
</#if>
<#if leftOut?size != 0><p>${leftOut?size} <#if leftOut?size == 1>file or folder was<#else>files and folders were</#if> <a href="#left-out">left out</a>.</p></#if>
</header>

<section id="table">
<h2>Accuracy on the test images, in %</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Accuracy by feature and head"><table>
<thead><tr><th scope="col">Feature</th><#list summary.heads as head><th scope="col">${head}</th></#list><th scope="col">length</th><th scope="col">ms per image (one thread)</th></tr></thead>
<tbody>
<#list summary.rows as row>
<tr><th scope="row">${row.feature}</th><#list summary.heads as head><#if row.under(head)??><#assign
  cell = row.under(head)
  isBest = cell.feature == summary.best.feature && cell.head == summary.best.head
  ofRow = cell.test == row.best().test
  ofColumn = cell.test == summary.bestUnder(head).test><td class="cell<#if isBest> best</#if>" style="background: rgba(var(--tint), ${(cell.test > summary.chance)?then(0.0045 * (cell.test - summary.chance), 0)?string["0.###"]})"><#if !isBest && !differences.certain(cell)>≈&#8239;</#if><span class="${ofRow?then("row", "")}${ofColumn?then(" column", "")}">${cell.text()}</span><#if !cell.bitsPromised>&#8202;*</#if><#if isBest><span class="sr"> best of all</span><#else><#if ofRow><span class="sr"> best of the feature</span></#if><#if ofColumn><span class="sr"> best of the head</span></#if></#if><small>${cell.trainSeconds?string["0.0"]} s · train <@pct cell.train/><#if cell.withoutViews??> · without views <@pct cell.withoutViews/></#if><#if summary.balancedDiffers()> · balanced <@pct cell.balanced/></#if></small></td><#else><td class="none">–</td></#if></#list><td>${row.length?string["#,##0"]}</td><td>${row.msPerImage?string["0.000"]}<#if (row.fitSeconds >= 0.05)><small>+ ${row.fitSeconds?string["0.0"]} s to fit</small></#if></td></tr>
</#list>
</tbody>
</table></div>
<#list warnings as warning><p class="warning"><b>Warning.</b> ${warning}</p>
</#list><#if solvers.warning() != ""><p id="unconverged"><b>Warning.</b> ${solvers.warning()} See <a href="#solvers">how near to the minimum the heads are</a>.</p></#if>
<p class="soft"><b>Bold</b>: best head for the feature. <span class="column">Underlined</span>: best feature under the head. Framed: best of all. ≈: not worse than that beyond chance, at 95 %, <#if redivided>by the corrected resampled t test over the seeds<#else>compared image by image<#if (seeds?size > 1)> and seed by seed</#if></#if> (for one comparison, not for all at once).
<#if fewSeeds != "">${fewSeeds}
</#if><#if (seeds?size > 1)>Mean ± sample deviation over the seeds ${seeds?join(", ")}; a seed decides which images are <#if redivided>for training, for validation and for the test<#else>held out for validation</#if> and every random choice in training.<#else>One seed (${seeds?join(", ")}), so no deviation can be given, and ≈ takes into account the chance in the test images only.</#if>
Small print in a cell: seconds of training, and accuracy on the images it was trained on<#if summary.hasViews()>; without views: of each test image itself, where a head averages the scores of several views of an image, such as its mirror image</#if><#if summary.balancedDiffers()>; balanced: the mean over the classes of the share of each one's test images that was recognised</#if>. Milliseconds are wall time. <#if !redivided>A test of ${summary.testImages?string["#,##0"]} images alone leaves up to <@pct summary.testError()/> points (95 %) around the best figure. </#if>With few images, milliseconds are mostly the warming up of Java.
<#if choices?size != 0>Heads with candidates, and what was tried: <#list choices as choice>${choice.head} (${choice.budget})<#sep>; </#list>. For each feature and seed the one most accurate on the validation images was chosen, and fitted again with these added; see <a href="#choices">what was chosen</a>.</#if>
<#if !summary.allPromised()>* A part comes from another library or from a file; its figures are not covered by the promise of equal bits.</#if></p>
</section>

<#if baselines.rows?size != 0>
<section id="baselines">
<h2>Better than the baseline?</h2>
<p class="soft">Each feature against the first one, the baseline, under the same head. Points: by how much its accuracy on the test images is higher, with the 95 % interval of this one difference<#if redivided>, by the corrected resampled t<#elseif (seeds?size > 1)>; images and seeds are both taken as chance</#if>. p: the probability of a difference at least as large between equally good features, <#if redivided || (seeds?size > 1)><#else>by McNemar's exact test, </#if>adjusted by Holm for all features under the head; below 0.05 it is beyond chance in the family. The last two columns: how probable it is that the feature is better or worse by more than half a point, in %.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Each feature against the baseline"><table>
<thead><tr><th scope="col">Feature</th><th scope="col">head</th><th scope="col">points</th><th scope="col">p</th><th scope="col">better by more than ½</th><th scope="col">worse by more than ½</th></tr></thead>
<tbody><#list baselines.rows as row><tr><th scope="row">${row.feature}<small>over ${row.baseline}</small></th><td>${row.head}</td><td>${row.difference()}</td><td>${row.pText()}</td><td>${row.betterText()}</td><td>${row.worseText()}</td></tr>
</#list></tbody>
</table></div>
</section>

</#if>
<#if learningCurve??>
<section id="by-images">
<h2>How many training images it takes</h2>
<p id="overtaking"><b>${learningCurve.conclusion()}</b></p>
<#macro logChart chart title axis alt><figure><figcaption>${title}</figcaption>
<svg viewBox="-34 -8 414 290" role="img" aria-label="${alt}"><rect x="0" y="0" width="360" height="240"/>
<#list chart.levels as level><path d="M0 ${level.place}H360"/><text x="-5" y="${level.place}" dy="4" text-anchor="end">${level.label}</text></#list>
<#list chart.ticks as tick><path d="M${tick.place} 240v4"/><text x="${tick.place}" y="256" text-anchor="middle">${tick.label}</text></#list><text x="180" y="276" text-anchor="middle">${axis}</text>
<#list chart.lines as line><#assign style = styles[line.color]><g stroke="${style.color}"><title>${line.name}</title><polyline points="${line.points}" stroke-dasharray="${style.dash}"/><#list line.marks as mark><path d="M${mark.x} ${mark.low}V${mark.high}" style="stroke: ${style.color}"/><@marker style mark.x mark.y line.filled/></#list></g>
</#list></svg></figure></#macro>
<div class="legend"><#list learningCurve.drawn() as row><span><@key styles[row.color] row.learned/>${row.feature} × ${row.head}</span></#list></div>
<div class="charts log"><@logChart learningCurve.byImages() "Accuracy on the test images, in %, by the number of training images" "training images" "${learningCurve.conclusion()} Accuracy on the test images by the number of training images; all values are in the table below."/>
<@logChart learningCurve.bySeconds() "The same accuracy by the seconds it took" "seconds" "Accuracy on the test images by the seconds it took; all values are in the table below."/></div>
<p class="soft">Filled points: learned features. Each feature is drawn under the head that is best for it with all images<#if (seeds?size > 1)>; bars are the sample deviation over the seeds</#if>. Both horizontal axes are logarithmic. All features and heads have the same images: for each seed a random choice in which every class has its share, and which holds all smaller ones. Whatever learns sees no other images<#if learningCurve.withValidation>; as large a share of the validation images goes with them, and a head that chooses among candidates is fitted again to both, so to more images than the axis says</#if>.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Accuracy by the number of training images"><table>
<thead><tr><th scope="col">Feature × head</th><#list learningCurve.sizes as size><th scope="col">${size?string["#,##0"]} images</th></#list></tr></thead>
<tbody><#list learningCurve.rows as row><tr><th scope="row"><#if row.drawn><b>${row.feature} × ${row.head}</b><#else>${row.feature} × ${row.head}</#if><#if row.learned><small>learned</small></#if></th><#list row.points as point><td>${point.text()}<#if !row.bitsPromised>&#8202;*</#if><small>${point.seconds?string["0.0"]} s</small></td></#list></tr>
</#list><#if learningCurve.overtaking?size != 0><tr><th scope="row">Best learned above best hand-made<small>points, 95 %</small></th><#list learningCurve.overtaking as o><td>${o.text()}<#if !o.bitsPromised()>&#8202;*</#if><small>${o.learned.feature}<br>${o.handMade.feature}</small></td></#list></tr></#if></tbody>
</table></div>
<p class="soft">Small print: seconds to learn the feature, to extract the training images, and to train the head with the choice among candidates, on all threads (extraction is timed on one thread and divided by their number). Bold: drawn above.<#if learningCurve.overtaking?size != 0> The last row compares the drawn cells of both kinds that are most accurate on the test images with so many training images. As each is the best of several on these images, both accuracies are a little too high.</#if><#if !learningCurve.allPromised()> * A part comes from another library or from a file; its figures are not covered by the promise of equal bits.</#if></p>
</section>

</#if>
<#if fusions.rows?size != 0>
<section id="fusions">
<h2>Late fusion</h2>
<p class="soft">The weighted sum of the scores of cells, each part's scores at the same scale. The weights are chosen for each seed on its validation images, by heads that were not fitted to these; of equally good weights those nearest to equal ones. The accuracy on the validation images, by which they were chosen, is too high therefore. Points: by how much the accuracy on the test images is higher than that of the part with the best one, with its 95 % interval.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Late fusion"><table>
<thead><tr><th scope="col">Fusion</th><th scope="col">accuracy on the test images, in %</th><th scope="col">on the validation images</th><th scope="col">points</th><th scope="col">parts: accuracy alone, weight as mean over seeds</th></tr></thead>
<tbody><#list fusions.rows as row><tr><th scope="row">${row.name}</th><td>${row.accuracy}<#if !row.bitsPromised>&#8202;*</#if></td><td><@pct row.validation/></td><td>${row.gainText()}</td><td><#list row.parts as part>${part.cell}: ${part.accuracy}, ${part.weight()}<#sep><br></#list></td></tr>
</#list></tbody>
</table></div>
</section>

</#if>
<#if choices?size != 0>
<section id="choices">
<h2>What the validation images chose</h2>
<#list choices as choice>
<h3>${choice.head}</h3>
<p class="soft">Tried: ${choice.budget}, the same for every feature and seed. Percent of the validation images right, seed by seed.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Settings chosen for ${choice.head}"><table>
<thead><tr><th scope="col">Feature</th><#list seeds as seed><th scope="col">Seed ${seed}</th></#list></tr></thead>
<tbody><#list choice.rows as row><tr><th scope="row">${row.feature}</th><#list row.seeds as seed><td>${seed.text()}</td></#list></tr>
</#list></tbody>
</table></div>
</#list>
</section>

</#if>
<section id="classes">
<h2>Recognised images by class and feature</h2>
<#macro classTable>
<div class="scroll" tabindex="0" role="region" aria-label="Recognised images by class and feature"><table>
<thead><tr><th scope="col">Class</th><#list perClass.rows as row><th scope="col">${row.feature}<small>${row.head}</small></th></#list></tr></thead>
<tbody><#list perClass.classes as class><#assign c = class?index><tr><th scope="row">${class}</th><#list perClass.rows as row><#if row.recall[c]??><#assign r = row.recall[c]><td class="d${(r * 0.09)?ceiling}<#if r == perClass.highest(c)> row</#if>">${r?string["0"]}</td><#else><td>–</td></#if></#list></tr>
</#list></tbody>
</table></div>
</#macro>
<p class="soft">Share of each class's test images that was recognised, in %, under the head that suits the feature best. Bold: the highest of the class.</p>
<#if (perClass.classes?size > 20)><details><summary>${perClass.classes?size} classes</summary><@classTable/></details><#else><@classTable/></#if>
</section>

<section id="confusion">
<h2>Confusion matrices</h2>
<p class="soft">Rows: the true class. Columns: the prediction. Test images, summed over the seeds. Blue: right. Orange: wrong. The deeper, the larger the share of the class.</p>
<#list confusions.cells as cell>
<details<#if cell.feature == summary.best.feature && cell.head == summary.best.head> open</#if>><summary>${cell.feature} × ${cell.head} (<@pct 100 * cell.matrix.accuracy()/> %)</summary>
<p class="soft"><#list cell.pairs()>Most often: <#items as pair>${perClass.classes[pair.truth]} for ${perClass.classes[pair.predicted]} (${pair.images})<#sep>, </#items>.<#else>No errors.</#list></p>
<#if cell.written()>
<div class="scroll" tabindex="0" role="region" aria-label="Confusion matrix of ${cell.feature} × ${cell.head}"><table class="confusion"><thead><tr><th scope="col">true \ predicted</th><#list perClass.classes as class><th scope="col">${class}</th></#list></tr></thead><tbody>
<#list cell.matrix.counts() as counts><#assign t = counts?index><tr><th scope="row">${perClass.classes[t]}</th><#list counts as n><td<#if (n > 0)> class="${(t == n?index)?then("d", "e")}${cell.shade(t, n?index)}"</#if>>${n}</td></#list></tr>
</#list>
</tbody></table></div>
<#else>
<img class="drawn" src="${cell.picture().uri}" alt="Confusion matrix of ${cell.feature} × ${cell.head}, classes in the order of the table above">
</#if>
</details>
</#list>
</section>

<section id="examples">
<h2>Right and wrong</h2>
<p class="soft">Test images under the best cell, with the first seed: the first of each class that was recognised, and the first errors of each class<#if (examples.wrong?size >= 30 || perClass.classes?size > 30)>, at most 30 of either</#if>.</p>
<h3>Recognised</h3>
<div class="pictures"><#list examples.right as e><figure><img src="${e.uri}" alt="${e.truth}" title="${e.name}"><figcaption>${e.truth}</figcaption></figure></#list></div>
<h3>Mistaken</h3>
<#if examples.wrong?size == 0><p>None.</p></#if>
<div class="pictures wrong"><#list examples.wrong as e><figure><img src="${e.uri}" alt="${e.truth} taken for ${e.predicted}" title="${e.name}"><figcaption>${e.truth}, taken for <b>${e.predicted}</b></figcaption></figure></#list></div>
</section>

<#if steps?size != 0>
<#macro side s what><div><img src="${s.uri}" alt="${what}"><svg viewBox="-1 -1 130 50" role="img" aria-label="Histogram of ${what}"><rect width="128" height="48"/><#list s.histogram.lines as line><polyline points="${line}" stroke="${(s.histogram.lines?size == 1)?then("currentColor", ["#d55e00", "#009e73", "#0072b2"][line?index])}"/></#list></svg></div></#macro>
<section id="steps">
<h2>Images before and after their steps</h2>
<p class="soft">Features are computed from the image on the right. Below each image: how many of its pixels have which value, dark values on the left; heights are square roots. Of images with three bands, orange, green and blue are the first, second and third band. First test image of <#if (perClass.classes?size > steps?first.examples?size)>${steps?first.examples?size} classes<#else>each class</#if><#if (seeds?size > 1)>; what was learned, with the first seed</#if>.</p>
<#list steps as s><h3>${s.features?join("; ")}</h3><p class="soft"><code>images: ${s.text}</code></p><div class="pictures"><#list s.examples as e><figure class="steps"><@side e.before "${e.label} before"/><@side e.after "${e.label} after"/><figcaption>${e.label}</figcaption></figure></#list></div>
</#list></section>
</#if>

<#if glyphs??>
<section id="glyphs">
<h2>${glyphs.title} of test images</h2>
<p class="soft">${glyphs.feature}, ${glyphs.text}, on the first test image of <#if (perClass.classes?size > glyphs.examples?size)>${glyphs.examples?size} classes<#else>each class</#if>: ${glyphs.explanation}.</p>
<div class="pictures<#if glyphs.wide> wide</#if>"><#list glyphs.examples as g><figure><img src="${g.image}" alt="${g.label}"><img src="${g.glyph}" alt="${glyphs.title} of ${g.label}"><figcaption>${g.label}</figcaption></figure></#list></div>
</section>
</#if>

<#if words?size != 0>
<section id="words">
<h2>Visual words and filters</h2>
<#list words as w><h3>${w.label}</h3><p class="soft">${w.text}</p><img class="sheet" src="${w.uri}" alt="The ${w.kind} of ${w.label}"></#list>
</section>
</#if>

<#if separations?size != 0>
<section id="separation">
<h2>What each layer separates</h2>
<p class="soft">A layer separates the classes well if the images of a class have similar values in it, and those of other classes do not. Bars: the share of ${separations?first.testImages?string["#,##0"]} test images whose nearest class mean is that of their own class, in %. The means are those of ${separations?first.trainImages?string["#,##0"]} images that are not for the test; of maps, each is averaged over all places first, the input is not, so that it may be ahead of the first layers. Where a bar is longer than the one above, the layer brings the images of a class closer together; where it is not, the layer at most prepares what later ones use. If the last layers add little, a linear head on an earlier layer may do as well. Dashed: always the most frequent class. First seed.</p>
<div class="charts"><#list separations as s><#assign height = 22 * s.bars?size><figure><figcaption><b>${s.label}</b></figcaption>
<svg viewBox="0 0 360 ${height + 4}" role="img" aria-label="${s.alternative()}"><#list s.bars as bar><text x="116" y="${22 * bar?index + 14}" text-anchor="end">${bar.layer}</text><rect class="bar" x="120" y="${22 * bar?index + 3}" width="${(2 * bar.percent)?string["0.#"]}" height="16"/><text x="${(124 + 2 * bar.percent)?string["0.#"]}" y="${22 * bar?index + 14}">${bar.text()}</text></#list><path d="M${(120 + 2 * s.chance)?string["0.#"]} 0V${height}" style="stroke: var(--ink)" stroke-dasharray="3 3"/></svg></figure></#list></div>
</section>
</#if>

<#if templates?size != 0>
<section id="templates">
<h2>Templates</h2>
<p class="soft">A linear head on pixels holds one weight for each pixel and class: bright where a bright pixel speaks for the class, dark where it speaks against it, mid-gray where it does not matter. Each class is stretched to its own 99th percentile; first seed.<#if templates?filter(t -> t.standardized)?size != 0> Standardised pixels: the weight is per standard deviation of the pixel.</#if></p>
<#list templates as t><h3>${t.label}</h3><div class="pictures"><#list t.pictures as p><figure><img src="${p.uri}" alt="Template of ${p.label}"><figcaption>${p.label}</figcaption></figure></#list></div></#list>
</section>
</#if>

<#if curves?size != 0>
<section id="curves">
<h2>Learning curves</h2>
<p class="soft">On the training images, over the iterations of training (epochs for mini-batch training), first seed.</p>
<div class="legend"><#list summary.rows as row><span><@key styles[row?index] false/>${row.feature}</span></#list></div>
<div class="charts"><#list curves as chart><figure><figcaption><b>${chart.head}</b>: ${chart.title}</figcaption>
<svg viewBox="-48 -8 360 204" role="img" aria-label="${chart.title} of ${chart.head} over ${chart.iterations} iterations"><rect x="0" y="0" width="300" height="160"/><path d="M0 80H300M150 0V160"/>
<text x="-4" y="6" text-anchor="end">${chart.high?string["0.###"]}</text><text x="-4" y="84" text-anchor="end">${((chart.high + chart.low) / 2)?string["0.###"]}</text><text x="-4" y="160" text-anchor="end">${chart.low?string["0.###"]}</text><text x="0" y="174">1</text><text x="150" y="190" text-anchor="middle">iteration</text><text x="300" y="174" text-anchor="end">${chart.iterations}</text>
<#list chart.lines as line><#assign style = styles[line.color]><g><title>${line.feature}</title><polyline points="${line.points}" stroke="${style.color}" stroke-dasharray="${style.dash}"/><#list line.marks as mark><@marker style mark.x mark.y false/></#list></g></#list></svg></figure></#list></div>
</section>
</#if>

<#if solvers.rows?size != 0>
<section id="solvers">
<h2>How near the linear heads came to their minimum</h2>
<p class="soft">Gradient: its norm relative to that at the start. Gap: how far, relative to the objective, the minimum can lie below it at most. Mini-batches and the perceptron have no tolerance to meet.</p>
<div class="scroll" tabindex="0" role="region" aria-label="What the solvers of linear heads reached"><table>
<thead><tr><th scope="col">Feature × head</th><#list seeds as seed><th scope="col">Seed ${seed}</th></#list></tr></thead>
<tbody><#list solvers.rows as row><tr><th scope="row">${row.feature} × ${row.head}</th><#list row.seeds as seed><td>${seed}</td></#list></tr>
</#list></tbody>
</table></div>
</section>
</#if>

<#if leftOut?size != 0 || ignored != "">
<section id="left-out">
<h2>Files left out</h2>
<#if ignored != ""><p class="soft">${ignored}.</p></#if>
<#if leftOut?size != 0>
<p class="soft">These could not be used. All figures are of the other images.</p>
<details<#if (leftOut?size <= 20)> open</#if>><summary>${leftOut?size} <#if leftOut?size == 1>file or folder<#else>files and folders</#if></summary>
<ul><#list leftOut as file><li><code>${file.name()}</code>: ${file.shortReason()}</li></#list></ul>
</details>
</#if>
</section>
</#if>

<#include "method.ftl">

<section id="repeat">
<h2>How this was made, and how to check it</h2>
<p>${dataText}</p>
<pre tabindex="0">${experimentText}</pre>
<p><#if fromFile>Run <code>whittle verify FOLDER</code> on the folder that holds this page: it repeats the experiment and compares <code>result.json</code> byte for byte.<#else>This comparison was made in code and has no experiment file, so <code>whittle verify</code> cannot repeat it: run the code again and compare the results.</#if> For any number of threads, with or without vector instructions, on Java 17 and later, the bytes are the same<#if !summary.allPromised()>, but for the cells marked *, of which that cannot be promised</#if>.</p>
<ul>
<li><a href="result.json">result.json</a>: accuracies, confusion matrices, hashes of data, predictions and models</li>
<li><a href="timing.json">timing.json</a>: ${timingText}</li>
<li>SHA-256 of <code>result.json</code>: <code>${resultSha256}</code></li>
<#list divisions as data><li><#if redivided>Seed ${seeds[data?index]}: </#if>SHA-256 of the training images: <code>${data.train().sha256()}</code>; of the test images: <code>${data.test().sha256()}</code></li>
</#list>
<#list files as file, sha256><li>SHA-256 of <code>${file}</code>, which a feature reads: <code>${sha256}</code></li>
</#list>
</ul>
</section>
</body>
</html>
