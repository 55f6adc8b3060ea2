<#ftl output_format="HTML">
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${all.name()} · Whittle</title>
<style>
<#include "page/style.ftlh">
.ranks { max-width: 44rem; } .ranks figcaption { max-width: none; font-size: 0.875rem; } .ranks svg { font-size: 12px; } .ranks polyline, .ranks path { stroke: var(--soft); fill: none; } .ranks path.group { stroke: var(--ink); stroke-width: 4; }
</style>
</head>
<body>
<h1>${all.name()}</h1>
<p class="soft">The same features under the same heads on ${all.dataSets()?size} data sets. Their own reports: <#list all.dataSets() as set><a href="${links[set?index]}/report.html">${set}</a><#sep>, </#list>.</p>
<#list all.heads() as head>
<section id="under-${head.slug()}">
<h2>Under ${head.name()}</h2>
<p class="answer">${head.conclusion()}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Accuracy under ${head.name()}"><table>
<caption>Accuracy on the test images in %, mean ± sample deviation over the seeds. Rank 1 is the best feature of a data set, equal ones share their ranks.</caption>
<thead><tr><th scope="col">Feature</th><#list all.dataSets() as set><th scope="col">${set}</th></#list><th scope="col">mean rank</th></tr></thead>
<tbody><#list head.rows() as row><tr><th scope="row">${row.feature()}</th><#list row.texts() as text><td>${text}</td></#list><td>${row.rankText()}</td></tr>
</#list></tbody>
</table></div>
<#if head.diagram()??>
<#assign d = head.diagram()>
<figure class="ranks">
<svg viewBox="0 0 640 ${d.height()}" role="img" aria-label="Mean ranks of the features under ${head.name()}. ${head.conclusion()}">
<path d="M${d.ticks()[0].x()} 16H${d.criticalEnd()}M${d.ticks()[0].x()} 12v8M${d.criticalEnd()} 12v8"/><text x="${d.ticks()[0].x()}" y="9">critical difference ${head.criticalDifference()}</text>
<path d="M${d.ticks()?first.x()} 48H${d.ticks()?last.x()}"/>
<#list d.ticks() as tick><path d="M${tick.x()} 48v-6"/><text x="${tick.x()}" y="38" text-anchor="middle">${tick.rank()}</text>
</#list>
<#list d.bars() as bar><path class="group" d="M${bar.from()} ${bar.y()}H${bar.to()}"/>
</#list>
<#list d.names() as name><path d="M${name.x()} 48V${name.y()}H<#if name.left()>184<#else>456</#if>"/><text x="<#if name.left()>180<#else>460</#if>" y="${name.y() + 4}"<#if name.left()> text-anchor="end"</#if>>${name.text()}</text>
</#list>
</svg>
<figcaption>Mean ranks, the best on the left. A thick bar joins features that the data sets do not tell apart: their ranks differ by less than Nemenyi's critical difference at 5 % (Demšar, JMLR 2006).</figcaption>
</figure>
</#if>
</section>
</#list>
<p class="soft">With few data sets such a test finds large differences only. Each data set counts the same, whatever its size, and only the order of the features on it counts. How much one feature is better than another on one data set stands in that one's own report.</p>
</body>
</html>
