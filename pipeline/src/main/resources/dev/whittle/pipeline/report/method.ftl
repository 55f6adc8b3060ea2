<#ftl output_format="HTML">
<#macro said x>${x.text}<#if x.citations != ""> ${x.citations}</#if><#if x.equation != ""> <code>${x.equation}</code></#if></#macro>
<section id="method">
<h2>Method</h2>
<p class="soft">Each part that this experiment used, in the order of the pipeline, with the settings that it had. Papers are listed below, and as BibTeX in <a href="references.bib">references.bib</a>.</p>
<#list method.sections as section><h3>${section.title}</h3>
<#list section.parts as part><p><#if part.name != ""><b>${part.name}.</b> </#if><@said part/><#list part.details as detail> <@said detail/><#if detail.who != ""> (${detail.who})</#if></#list></p>
<#if part.uses?size != 0><ul class="soft"><#list part.uses as use><li>${use.who}<#if use.settings != "">: ${use.settings}</#if></li></#list></ul>
</#if></#list></#list>
<#if method.papers?size != 0><details><summary>${method.papers?size} papers</summary>
<ul class="soft"><#list method.papers as paper><li>${paper.text()}</li></#list></ul>
</details></#if>
</section>

<section id="checklist">
<h2>Limits, and a checklist for reviewers</h2>
<ul><#list checklist.limits as limit><li>${limit}</li></#list></ul>
<div class="scroll" tabindex="0" role="region" aria-label="Checklist for reviewers"><table>
<thead><tr><th scope="col">Question</th><th scope="col">Answer</th></tr></thead>
<tbody><#list checklist.items as item><tr><th scope="row">${item.question}</th><td style="white-space: normal; text-align: left">${item.answer}</td></tr>
</#list></tbody>
</table></div>
</section>
