package dev.whittle.pipeline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Samples;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Rows;
import dev.whittle.pipeline.data.DataSource;
import dev.whittle.pipeline.experiment.DataSpec;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/experiments.md} lists every type and key with its default, as the code has them. */
class ExperimentKeysTest {
    private static final String BEGIN = "<!-- keys: begin -->\n";
    private static final String END = "<!-- keys: end -->\n";

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("whittle"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs").resolve("experiments.md");
    }

    /** Run with {@code -Dwrite.docs=true} to bring the page up to date. */
    @Test
    void thePageListsEveryKey() throws Exception {
        String text = Files.readString(page());
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        String expected = tables();
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(page(), text.substring(0, begin) + expected + text.substring(end));
            return;
        }
        assertEquals(expected, text.substring(begin, end));
        assertTrue(expected.contains("| `bag-of-words` |") && expected.contains("`kMeans: {k: 400,"), expected);
    }

    private static String tables() throws ReflectiveOperationException, IOException {
        StringBuilder text = new StringBuilder();
        text.append("### Data sets\n\n| `set` | keys besides `train`, `validation`, `test` |\n| --- | --- |\n");
        for (Map.Entry<String, Class<? extends DataSource>> e : DataSpec.SETS.entrySet()) {
            text.append(row(e.getKey(), e.getValue()));
        }
        for (Object[] role :
                new Object[][] {{"Features", Dataset.class}, {"Transforms", Rows.class}, {"Heads", Samples.class}}) {
            text.append("\n### ").append(role[0]).append("\n\n| `type` | keys, with their defaults |\n| --- | --- |\n");
            for (Map.Entry<String, Class<? extends Spec<?, ?>>> e :
                    SpecJson.ALL.types().entrySet()) {
                if (fits(e.getValue(), (Class<?>) role[1]) && !NO_ROLE.contains(e.getKey())) {
                    text.append(row(e.getKey(), e.getValue()));
                }
            }
        }
        return text.append('\n').toString();
    }

    /** Parts of others, and calibration, which is fitted to scores. */
    private static final List<String> NO_ROLE = List.of("kmeans", "temperature-scaling", "platt-scaling");

    private static boolean fits(Class<?> spec, Class<?> data) {
        return Arrays.stream(spec.getMethods())
                .anyMatch(m -> m.getName().equals("fit") && !m.isBridge() && m.getParameterTypes()[0] == data);
    }

    private static String row(String name, Class<?> type) throws ReflectiveOperationException {
        JsonNode defaults = null;
        for (Method m : type.getDeclaredMethods()) {
            if (m.getName().equals("defaults")) {
                defaults = SpecJson.ALL.encodeRecord((Record) m.invoke(null));
            }
        }
        StringBuilder keys = new StringBuilder();
        for (RecordComponent component : type.getRecordComponents()) {
            keys.append(keys.isEmpty() ? "`" : ", `").append(component.getName());
            if (defaults != null) {
                keys.append(": ").append(flow(defaults.get(component.getName())));
            }
            keys.append('`');
            if (component.getType().isEnum()) {
                keys.append(" (")
                        .append(Arrays.stream(component.getType().getEnumConstants())
                                .map(c -> c.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                                .collect(Collectors.joining(", ")))
                        .append(')');
            }
        }
        return "| `" + name + "` | " + (keys.isEmpty() ? "none" : keys) + " |\n";
    }

    /** A value as YAML's flow style has it. */
    private static String flow(JsonNode node) {
        if (node instanceof ObjectNode object) {
            StringBuilder text = new StringBuilder("{");
            object.properties()
                    .forEach(e -> text.append(text.length() == 1 ? "" : ", ")
                            .append(e.getKey())
                            .append(": ")
                            .append(flow(e.getValue())));
            return text.append('}').toString();
        }
        if (node.isArray()) {
            StringBuilder text = new StringBuilder("[");
            node.forEach(e -> text.append(text.length() == 1 ? "" : ", ").append(flow(e)));
            return text.append(']').toString();
        }
        return node.asText();
    }
}
