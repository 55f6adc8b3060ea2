<#ftl output_format="HTML">
<#if embedded??><script type="application/json" id="result">${embedded.result()?no_esc}</script>
<script type="application/json" id="timing">${embedded.timing()?no_esc}</script></#if>
