<#macro pct x>${x?string["0.0"]}</#macro>
# ${escape(name)}

<#list answers as a>
- ${a.question} **${escape(a.brief)}** ${escape(a.text)}
</#list>

${legend}

${table}
<#if baselineTable != "">
${baselineTable}
Each feature against the baseline under the same head, which is the feature that the experiment declares or else the first one, with the 95 % interval of this one difference. p is adjusted by Holm for all features under the head; below 0.05 it is beyond chance. The last two columns: how probable it is that the feature is better or worse by more than half a point.

</#if>
<#if fusionTable != "">
${fusionTable}
Late fusion: the weighted sum of the scores of cells, each part's scores at the same scale. The weights are chosen for each seed on its validation images. Points: by how much the accuracy is higher than that of the part with the best one, with its 95 % interval.

</#if>
<#if curveTable != "">
${curveTable}
</#if>
<#if blindSpots??>
What each feature is blind to. ${escape(blindSpots.caption())}

${blindSpots.markdown()}
</#if>
<#if variances??>
Where the variance comes from. ${escape(variances.caption())} Bold: the largest source of a cell.

${variances.markdown()}
</#if>
<#list warnings as warning>
**Warning.** ${escape(warning)}

</#list>
<#if solvers.warning() != "">
**Warning.** ${escape(solvers.warning())}

</#if>
${escape(controls)}

<#if choices?size != 0>
<#if innerFolds != 0>For each feature and run the candidate most accurate as the mean over ${innerFolds} inner folds of the training images was chosen, and fitted to all of these. Chosen, with this mean in %, run by run:<#else>For each feature and seed the candidate most accurate on the validation images was chosen, and fitted again with these added. Chosen, with its accuracy on the validation images in %, seed by seed:</#if>

| head and what was tried | feature | chosen |
| :--- | :--- | :--- |
<#list choices as choice><#list choice.rows as row>
| <#if row?is_first>${escape(choice.head)}: ${escape(choice.budget)}</#if> | ${escape(row.feature)} | <#list row.seeds as seed>${escape(seed.text())}<#sep>; </#list> |
</#list></#list>

</#if>
<#if solvers.rows?size != 0>
How near the linear heads came to their minimum, seed by seed. Gradient: its norm relative to that at the start; gap: how far, relative to the objective, the minimum can lie below it at most:

| feature | head | reached |
| :--- | :--- | :--- |
<#list solvers.rows as row>
| ${escape(row.feature)} | ${escape(row.head)} | <#list row.seeds as seed>${escape(seed)}<#sep>; </#list> |
</#list>

</#if>
${escape(dataText)} ${escape(timingText)}
<#list notes as note>

Note: ${escape(note)}.
</#list>
<#if leftOut?size != 0>

Left out:

<#list leftOut as file>
- ${escape(file.name())}: ${escape(file.shortReason())}
</#list>
</#if>

<#include "method.md.ftl">
<#if fromFile>Check it with `whittle verify` on the folder of this file, or `whittle verify report.html` on the page alone.<#else>This comparison was made in code and has no experiment file: run the code again and compare the results.</#if> SHA-256 of `result.json`: `${resultSha256}`.

${fence}yaml
${experimentText?chop_linebreak}
${fence}
