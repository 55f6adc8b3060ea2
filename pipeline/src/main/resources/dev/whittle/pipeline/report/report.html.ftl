<#ftl output_format="HTML">
<#include "page/macros.ftlh">
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '${script.hash()}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
${mark?no_esc}
<title>${name} · Whittle</title>
<style>
<#include "page/style.ftlh">
</style>
</head>
<body>
<#assign sections>
<#include "page/table.ftlh">
<#include "page/baselines.ftlh">
<#include "page/cost.ftlh">
<#include "page/robustness.ftlh">
<#include "page/variance.ftlh">
<#include "page/by-images.ftlh">
<#include "page/fusions.ftlh">
<#include "page/choices.ftlh">
<#include "page/classes.ftlh">
<#include "page/confusion.ftlh">
<#include "page/examples.ftlh">
<#include "page/contested.ftlh">
<#include "page/steps.ftlh">
<#include "page/glyphs.ftlh">
<#include "page/words.ftlh">
<#include "page/separation.ftlh">
<#include "page/templates.ftlh">
<#include "page/curves.ftlh">
<#include "page/solvers.ftlh">
<#include "page/left-out.ftlh">
<#include "page/method.ftlh">
<#include "page/repeat.ftlh">
</#assign>
<#include "page/first.ftlh">
<main>
${sections}
</main>
<#include "page/thumbnails.ftlh">
<script>${script.text()?no_esc}</script>
<#include "page/result.ftlh">
</body>
</html>
