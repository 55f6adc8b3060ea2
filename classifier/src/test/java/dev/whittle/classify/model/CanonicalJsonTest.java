package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class CanonicalJsonTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "100, 100",
        "1e7, 10000000",
        "1e8, 1E+8",
        "0.1, 0.1",
        "1e-4, 0.0001",
        "-2.50, -2.5",
        "1e-7, 1E-7",
        "4.9e-324, 4.9E-324",
        "1.7976931348623157e308, 1.7976931348623157E+308",
        // Double.toString gives 2.0E-3 as 0.002 everywhere, but 2E23 as 2.0000000000000001E23 or 1.9999999999999998E23
        // and 2^-44 with a digit too many before JDK 19.
        "2e23, 2E+23",
        "5.684341886080802e-14, 5.684341886080802E-14"
    })
    void doublesHaveTheFewestDigits(double value, String json) throws IOException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("x", value);
        assertEquals("{\n  \"x\" : " + json + "\n}\n", new String(CanonicalJson.bytes(tree), StandardCharsets.UTF_8));
    }

    @Test
    void numbersComeBackBitByBit() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            double d = Double.longBitsToDouble(random.nextLong());
            float f = Float.intBitsToFloat(random.nextInt());
            if (Double.isFinite(d) && Float.isFinite(f) && d != 0 && f != 0) {
                String text = CanonicalJson.number(d).asText();
                assertEquals(d, Double.parseDouble(text));
                assertEquals(f, Float.parseFloat(CanonicalJson.number(f).asText()));
                byte[] bytes = CanonicalJson.bytes(
                        JsonNodeFactory.instance.arrayNode().add(d).add(f));
                JsonAt at = new JsonAt(CanonicalJson.parse(bytes), pointer -> pointer);
                assertEquals(d, at.elements().get(0).number());
                assertEquals(f, at.elements().get(1).floatNumber());
            }
        }
    }

    @Test
    void nanAndInfinityAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.number(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.number(Float.POSITIVE_INFINITY));
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("x", Double.NEGATIVE_INFINITY);
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.bytes(tree));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "{}{}",
                "{} x",
                "[1,]",
                "{\"a\":1,\"a\":2}",
                "NaN",
                "{a:1}",
                "// c\n1",
                "01",
                "1e99999999999",
                "[0.07384e092201658679]",
                "1e-2147483649",
                "'a'"
            })
    void onlyStrictJsonIsRead(String json) {
        IOException e =
                assertThrows(IOException.class, () -> CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8)));
        assertTrue(e.getMessage().startsWith("Th"), e.getMessage());
    }

    @Test
    void deepNestingAndLongNumbersAreRefused() {
        for (String json : new String[] {"[".repeat(100_000), "1".repeat(100_000)}) {
            assertThrows(IOException.class, () -> CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
