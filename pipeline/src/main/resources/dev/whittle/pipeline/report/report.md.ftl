<#macro pct x>${x?string["0.0"]}</#macro>
# ${name}

Best: **${summary.best.feature}** under **${summary.best.head}**, **${summary.best.text()} %** of ${summary.testImages?string["#,##0"]} test images right (guessing: <@pct summary.chance/> %).

Accuracy on the test images, in %<#if (seeds?size > 1)>, mean ± sample deviation over seeds ${seeds?join(", ")}<#else>, seed ${seeds?join(", ")}</#if>; in brackets seconds of training.

${table}
<#if !allPromised>
\* This head comes from another library; its figures are not covered by the promise of equal bits.

</#if>
${dataText} ${timingText}

Check it with `whittle verify` on the folder of this file. SHA-256 of `result.json`: `${resultSha256}`.

```yaml
${experimentText}
```
