package dev.whittle.pipeline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.color.Palette;
import dev.whittle.feature.encode.Encoder;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.registry.Schema;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.feature.registry.Specs;
import dev.whittle.feature.table.Rows;
import dev.whittle.pipeline.data.DataSource;
import dev.whittle.pipeline.experiment.DataSpec;
import dev.whittle.pipeline.experiment.KeyText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/experiments.md} lists every type and key with its default, as the code has them. */
class ExperimentKeysTest {
    private static final String BEGIN = "<!-- keys: begin -->\n";
    private static final String END = "<!-- keys: end -->\n";

    private static Path page() {
        return Guide.docs().resolve("experiments.md");
    }

    /** Run with {@code -Dwrite.docs=true} to bring the page up to date. */
    @Test
    void thePageListsEveryKey() throws Exception {
        String text = Files.readString(page());
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        String expected = tables();
        if (Guide.WRITE) {
            Files.writeString(page(), text.substring(0, begin) + expected + text.substring(end));
            return;
        }
        assertEquals(expected, text.substring(begin, end));
        assertTrue(expected.contains("| `bag-of-words` |") && expected.contains("`kMeans: {k: 400,"), expected);
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        text.append("### Data sets\n\n| `set` | keys besides `train`, `validation`, `test` |\n| --- | --- |\n");
        for (Map.Entry<String, Class<? extends DataSource>> e : DataSpec.SETS.entrySet()) {
            text.append("| `" + e.getKey() + "` | " + keys(Schema.of(e.getValue())));
        }
        for (Object[] role : new Object[][] {
            {"Features", Dataset.class, FeatureExtractor.class},
            {"Image steps, for `images`", Dataset.class, ImageStep.class},
            {"Palettes, for `quantize` and `color-histogram`", Dataset.class, Palette.class},
            {"Local descriptors, for `encoding`", Dataset.class, LocalDescriptors.class},
            {"Encoders, for `encoding`", Rows.class, Encoder.class},
            {"Dictionaries, for `triangle`, `soft-threshold` and `two-sided-rectifier`", Rows.class, Codebook.class},
            {"Transforms", Rows.class, Transform.class},
            {"Heads", Samples.class, Classifier.class}
        }) {
            text.append("\n### ")
                    .append(role[0])
                    .append("\n\n| `type` | what it is | keys, with their defaults |\n| --- | --- | --- |\n");
            for (SpecType<?, ?> type : Specs.installed().types()) {
                if (type.fits((Class<?>) role[1], (Class<?>) role[2])) {
                    String source = type.source().isEmpty() ? "" : " (" + type.source() + ")";
                    text.append("| `" + type.name() + "` | " + type.summary() + source + " | " + keys(type.schema()));
                }
            }
        }
        return text.append('\n').toString();
    }

    private static String keys(Schema schema) {
        String keys = KeyText.of(schema).stream()
                .map(key -> "`" + key.text() + "`" + (key.choices().isEmpty() ? "" : " (" + key.choices() + ")"))
                .collect(Collectors.joining(", "));
        return (keys.isEmpty() ? "none" : keys) + " |\n";
    }
}
