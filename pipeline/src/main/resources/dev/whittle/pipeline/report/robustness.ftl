<#ftl output_format="HTML">
<#if blindSpots??>
<#macro blindTable table>
<p><b>${blindSpots.conclusion(table)}</b></p>
<div class="scroll" tabindex="0" role="region" aria-label="Accuracy on corrupted test images<#if table.head??> under ${table.head}</#if>"><table>
<thead><tr><th scope="col">Feature</th><th scope="col">clean</th><#list blindSpots.corruptions as corruption><th scope="col">${corruption}</th></#list></tr></thead>
<tbody><#list table.rows as row><tr><th scope="row">${row.feature}<#if !table.head??><small>${row.head}</small></#if></th><td>${row.clean?string["0.0"]}<#if !row.bitsPromised>&#8202;*</#if></td><#list row.losses as loss><#assign shade = row.shade(loss)><td<#if (shade > 0)> class="e${shade}"</#if>>${loss.accuracy?string["0.0"]}<small style="color: inherit">${loss.change()}</small></td></#list></tr>
</#list></tbody>
</table></div>
<ul><#list table.rows as row><li>${row.sentence()}</li></#list></ul>
</#macro>
<section id="blind-spots">
<h2>What each feature is blind to</h2>
<#list blindSpots.tables as table><#if table.head??><details<#if table?is_first> open</#if>><summary>Under ${table.head}</summary><@blindTable table/></details><#else><@blindTable table/></#if>
</#list>
<p class="soft">${blindSpots.caption()} Orange: the deeper, the larger the share of its accuracy that a feature loses. <a href="robustness.csv">robustness.csv</a> has the accuracy with every seed and severity.<#if !blindSpots.allPromised()> * A part comes from another library or from a file; its figures are not covered by the promise of equal bits.</#if></p>
</section>

</#if>
