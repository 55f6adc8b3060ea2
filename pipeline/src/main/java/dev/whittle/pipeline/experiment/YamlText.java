package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;

/** A tree as YAML that {@link YamlFile} reads as the same tree. */
public final class YamlText {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .stringQuotingChecker(new Quotes())
            .build());

    /** All texts in quotes. */
    private static final ObjectMapper QUOTED = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build());

    private YamlText() {}

    /** Quotes what would be read as something else without them, such as a name 1e5. */
    private static final class Quotes extends StringQuotingChecker.Default {
        private static final long serialVersionUID = 1;

        @Override
        public boolean needToQuoteValue(String value) {
            return super.needToQuoteValue(value) || !isSameUnquoted(value);
        }

        private static boolean isSameUnquoted(String value) {
            try {
                JsonNode read =
                        YamlFile.parse("key: " + value, "a value").node().path("key");
                return read.isTextual() && read.textValue().equals(value);
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** Characters that are not seen are escapes, as in JSON; these need quotes. */
    public static String of(Object tree) throws IOException {
        String text = YAML.writeValueAsString(tree);
        return Visible.text(text).equals(text) ? text : Visible.json(QUOTED.writeValueAsString(tree));
    }
}
