<#macro said x>${escape(x.text)}<#if x.citations != ""> ${escape(x.citations)}</#if><#if x.equation != ""> `${x.equation}`</#if></#macro>
## Method

<#list method.sections as section>
### ${section.title}

<#list section.parts as part>
<#if part.name != "">**${escape(part.name)}.** </#if><@said part/><#list part.details as detail> <@said detail/><#if detail.who != ""> (${escape(detail.who)})</#if></#list>

<#list part.uses as use>
- ${escape(use.who)}<#if use.settings != "">: ${escape(use.settings)}</#if>
<#if use?is_last>

</#if>
</#list>
</#list>
</#list>
<#if method.papers?size != 0>
### Papers

<#list method.papers as paper>
- ${escape(paper.text())}
</#list>

</#if>
## Limits, and a checklist for reviewers

<#list checklist.limits as limit>
- ${escape(limit)}
</#list>

<#list checklist.items as item>
- **${escape(item.question)}** ${escape(item.answer)}
</#list>

