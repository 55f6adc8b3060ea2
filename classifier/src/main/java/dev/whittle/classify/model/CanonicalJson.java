package dev.whittle.classify.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * JSON in one canonical form: UTF-8, keys in the order of the tree, two spaces of indentation, {@code \n} after each
 * line, and numbers with the fewest digits from which the same float or double is read back. The digits are computed by
 * Jackson's own algorithm (Schubfach), since {@link Double#toString} gives other digits before JDK 19.
 */
public final class CanonicalJson {
    /** The elements of an array are on one line, and each member of an object is on its own line. */
    private static final ObjectWriter WRITER =
            new ObjectMapper().writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    /** Exact decimals, so that 1.0 is not read as a whole number. */
    private static final ObjectMapper READER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private CanonicalJson() {}

    /**
     * The bytes of a tree, ending with a new line.
     *
     * @throws IllegalArgumentException if it holds a NaN or an infinity
     */
    public static byte[] bytes(JsonNode tree) {
        try {
            return (WRITER.writeValueAsString(canonical(tree)) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This tree cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads JSON strictly: one value, no key twice, no comments, numbers to the last digit.
     *
     * @throws IOException with the reason and its line and column
     */
    public static JsonNode parse(byte[] utf8) throws IOException {
        try {
            JsonNode tree = READER.readTree(utf8);
            if (tree.isMissingNode()) {
                throw new IOException("There is no JSON value, only " + utf8.length + " bytes of white space");
            }
            return tree;
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            // Jackson also tells where the object began, in words of its own.
            String reason = e.getOriginalMessage().replaceAll(" \\((for \\w+ starting|start marker) at \\[.*?]\\)", "");
            throw new IOException("This is no valid JSON" + at + ": " + reason, e);
        } catch (NumberFormatException e) {
            // Of an exponent beyond that of a BigDecimal, which Jackson passes on without a place.
            throw new IOException("This is no valid JSON: " + e.getMessage(), e);
        }
    }

    /** A float with the fewest digits from which it is read back. */
    public static DecimalNode number(float value) {
        requireFinite(Float.isFinite(value), value);
        return number(NumberOutput.toString(value, true));
    }

    /** A double with the fewest digits from which it is read back. */
    public static DecimalNode number(double value) {
        requireFinite(Double.isFinite(value), value);
        return number(NumberOutput.toString(value, true));
    }

    private static void requireFinite(boolean finite, Number value) {
        if (!finite) {
            throw new IllegalArgumentException("JSON has no " + value + "; only finite numbers can be written");
        }
    }

    /** Without trailing zeros (1.0 is 1, and -0.0 is 0), and without an exponent if that needs at most 7 zeros. */
    private static DecimalNode number(String digits) {
        return number(new BigDecimal(digits));
    }

    /** The same of a decimal number. */
    public static DecimalNode number(BigDecimal number) {
        BigDecimal value = number.stripTrailingZeros();
        boolean plain = value.scale() < 0 && value.scale() >= -7;
        return DecimalNode.valueOf(plain ? value.setScale(0) : value);
    }

    private static JsonNode canonical(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(e -> copy.set(e.getKey(), canonical(e.getValue())));
            return copy;
        } else if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> copy.add(canonical(element)));
            return copy;
        } else if (node.isFloat()) {
            return number(node.floatValue());
        } else if (node.isDouble()) {
            return number(node.doubleValue());
        }
        return node;
    }
}
