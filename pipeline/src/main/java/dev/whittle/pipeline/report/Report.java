package dev.whittle.pipeline.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.whittle.feature.Run;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.pipeline.experiment.Comparison;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Result;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapperBuilder;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The pages for readers: {@code report.html}, one self-contained file, and {@code report.md}. */
public final class Report {
    public static final String HTML = "report.html";
    public static final String MARKDOWN = "report.md";

    private final Summary summary;
    private final Differences differences;
    private final Solvers solvers;

    private Report(Summary summary, Differences differences, Solvers solvers) {
        this.summary = summary;
        this.differences = differences;
        this.solvers = solvers;
    }

    /** Writes both pages into the results folder of a finished comparison. */
    public static Report write(Comparison comparison, Run run) throws IOException {
        Summary summary = Summary.of(comparison);
        Differences differences = Differences.of(comparison, summary.best());
        Solvers solvers = Solvers.of(comparison);
        Confusions confusions = Confusions.of(comparison);
        Learned learned = Learned.of(comparison, run);
        Map<String, Object> model = new HashMap<>();
        model.put("name", comparison.experiment().name());
        model.put("summary", summary);
        model.put("choices", Choices.of(comparison));
        model.put("solvers", solvers);
        model.put("differences", differences);
        model.put(
                "seeds",
                comparison.experiment().seeds().stream().map(String::valueOf).toList());
        model.put("confusions", confusions);
        model.put(
                "perClass",
                PerClass.of(summary, confusions, comparison.data().test().classes()));
        model.put("curves", Curves.of(comparison));
        model.put("examples", Examples.of(comparison, summary));
        Glyphs.of(comparison).ifPresent(glyphs -> model.put("glyphs", glyphs));
        model.put("words", learned.words());
        model.put("templates", learned.templates());
        model.put("dataText", dataText(comparison));
        model.put("timingText", timingText(comparison));
        model.put("experimentText", yaml(comparison.experiment()));
        model.put("resultSha256", comparison.resultSha256());
        model.put(
                "trainSha256",
                comparison.result().path("data").path("train").path("sha256").asText());
        model.put(
                "testSha256",
                comparison.result().path("data").path("test").path("sha256").asText());
        Report report = new Report(summary, differences, solvers);
        write(comparison.folder().resolve(HTML), "report.html.ftl", model);
        model.put("table", report.table());
        model.put("fence", Markdown.fence((String) model.get("experimentText")));
        TemplateMethodModelEx escape = arguments -> Markdown.escape(String.valueOf(arguments.get(0)));
        model.put("escape", escape);
        write(comparison.folder().resolve(MARKDOWN), "report.md.ftl", model);
        return report;
    }

    /** The table of the report as Markdown. */
    public String table() {
        return Markdown.table(summary, differences);
    }

    public Solvers solvers() {
        return solvers;
    }

    public Summary summary() {
        return summary;
    }

    /** The experiment with all defaults filled in, as it could be run again. */
    private static String yaml(Experiment experiment) throws IOException {
        return new ObjectMapper(YAMLFactory.builder()
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .build())
                .writeValueAsString(experiment.encode());
    }

    private static String dataText(Comparison comparison) {
        var experiment = comparison.experiment();
        int train = 0;
        int validation = 0;
        if (!comparison.units().isEmpty()) {
            var cell = comparison.units().get(0).cell();
            train = Result.confusion(cell.path("train")).total();
            validation = Result.confusion(cell.path("validation")).total();
        }
        return String.format(
                Locale.ROOT,
                "Data set %s: %,d images to train on, %s, %,d to test, %d classes.",
                experiment.data().set(),
                train,
                validation == 0
                        ? "none held out for validation"
                        : String.format(Locale.ROOT, "%,d for validation", validation),
                comparison.data().test().size(),
                comparison.data().test().classes().size());
    }

    private static String timingText(Comparison comparison) {
        var timing = comparison.timing();
        var machine = timing.path("machine");
        return String.format(
                Locale.ROOT,
                "%.0f s on %d threads with %s kernels, Java %s, %s, at most %,d MiB of heap.",
                timing.path("seconds").asDouble(),
                timing.path("threads").asInt(),
                timing.path("kernels").asText(),
                machine.path("jdk").asText(),
                machine.path("processor").asText(),
                timing.path("peakHeapMiB").asLong());
    }

    private static void write(Path file, String template, Map<String, Object> model) throws IOException {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassForTemplateLoading(Report.class, "");
        configuration.setDefaultEncoding("UTF-8");
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setObjectWrapper(new DefaultObjectWrapperBuilder(Configuration.VERSION_2_3_34).build());
        StringWriter page = new StringWriter();
        try {
            configuration.getTemplate(template).process(model, page);
        } catch (TemplateException e) {
            throw new IllegalStateException("The template " + template + " fails: " + e.getMessage(), e);
        }
        AtomicFile.write(file, out -> out.write(page.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
