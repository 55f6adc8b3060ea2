package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.feature.registry.Specs;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codec on small records of its own; that it fits the real specs is {@link RegisteredSpecsTest}. */
class SpecJsonTest {
    enum Layout {
        BARE_CELLS,
        DALAL_TRIGGS
    }

    record Clusters(int k, double tolerance) {
        static Clusters defaults() {
            return new Clusters(10, 1e-4);
        }
    }

    record Edges(int cellSize, Layout layout, boolean signed, float clip, long seed, String note)
            implements FeatureSpec {
        Edges {
            if (cellSize < 1 || clip <= 0) {
                throw new IllegalArgumentException("cellSize is at least 1, got " + cellSize + "; clip got " + clip);
            }
        }

        static Edges defaults() {
            return new Edges(8, Layout.DALAL_TRIGGS, false, 0.2f, 1L << 40, "");
        }
    }

    record VisualWords(Clusters clusters, List<Integer> sizes, Spec<Dataset, ? extends FeatureExtractor> on)
            implements FeatureSpec {
        static VisualWords defaults() {
            return new VisualWords(
                    new Clusters(500, 1e-3), List.of(6, 12), new Edges(4, Layout.BARE_CELLS, true, 1, 2, "x"));
        }
    }

    record Join(List<Spec<Dataset, FeatureExtractor>> parts) implements FeatureSpec {}

    record Shift(double by) implements NeedsNoData<Rows, Transform> {
        @Override
        public Transform fitted() {
            throw new UnsupportedOperationException();
        }
    }

    interface FeatureSpec extends NeedsNoData<Dataset, FeatureExtractor> {
        @Override
        default FeatureExtractor fitted() {
            throw new UnsupportedOperationException();
        }
    }

    private static final SpecJson JSON = codec(
            feature("edges", Edges.class),
            feature("visual-words", VisualWords.class),
            feature("join", Join.class),
            new SpecType<>("shift", Shift.class, Rows.class, Transform.class, "Shift", ""));

    private static SpecType<Dataset, FeatureExtractor> feature(
            String name, Class<? extends Spec<Dataset, FeatureExtractor>> type) {
        return new SpecType<>(name, type, Dataset.class, FeatureExtractor.class, "A feature", "");
    }

    private static SpecJson codec(SpecType<?, ?>... types) {
        return new SpecJson(new Specs(List.of(() -> List.of(types))));
    }

    private static Spec<Dataset, ? extends FeatureExtractor> decode(String json) {
        return JSON.decode(at(json), Dataset.class, FeatureExtractor.class);
    }

    private static JsonAt at(String json) {
        return new JsonAt(tree(json), pointer -> "<" + pointer + ">");
    }

    private static JsonNode tree(String json) {
        try {
            return CanonicalJson.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(String json, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> decode(json)).getMessage());
    }

    @Test
    void allComponentsAreWrittenInTheirOrder() {
        assertEquals("""
                {
                  "type" : "visual-words",
                  "clusters" : {
                    "k" : 500,
                    "tolerance" : 0.001
                  },
                  "sizes" : [ 6, 12 ],
                  "on" : {
                    "type" : "edges",
                    "cellSize" : 4,
                    "layout" : "bare-cells",
                    "signed" : true,
                    "clip" : 1,
                    "seed" : 2,
                    "note" : "x"
                  }
                }
                """, new String(CanonicalJson.bytes(JSON.encode(VisualWords.defaults())), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        List<Spec<Dataset, FeatureExtractor>> specs = List.of(
                Edges.defaults(),
                new Edges(3, Layout.BARE_CELLS, true, Math.nextUp(0.1f), Long.MIN_VALUE, "tä\"\n"),
                VisualWords.defaults(),
                new VisualWords(new Clusters(-1, Double.MIN_VALUE), List.of(), new Join(List.of())),
                new Join(List.of(Edges.defaults(), new Join(List.of(VisualWords.defaults())))));
        for (Spec<Dataset, FeatureExtractor> spec : specs) {
            byte[] bytes = CanonicalJson.bytes(JSON.encode(spec));
            JsonAt at = new JsonAt(CanonicalJson.parse(bytes), pointer -> pointer);
            assertEquals(spec, JSON.decode(at, Dataset.class, FeatureExtractor.class));
        }
    }

    @Test
    void absentKeysTakeTheDefaults() {
        assertEquals(Edges.defaults(), decode("{'type': 'edges'}"));
        assertEquals(
                new Edges(8, Layout.BARE_CELLS, false, 0.2f, 1L << 40, ""),
                decode("{'type': 'edges', 'layout': 'bare-cells'}"));
    }

    @Test
    void nestedRecordsTakeTheDefaultsOfTheRecordAroundThem() {
        VisualWords defaults = VisualWords.defaults();
        // 500 words from VisualWords.defaults(), not 10 from Clusters.defaults()
        assertEquals(
                new VisualWords(new Clusters(500, 0.5), List.of(7), defaults.on()),
                decode("{'type': 'visual-words', 'clusters': {'tolerance': 0.5}, 'sizes': [7]}"));
        assertEquals(
                new VisualWords(
                        defaults.clusters(), defaults.sizes(), new Edges(4, Layout.BARE_CELLS, false, 1, 2, "x")),
                decode("{'type': 'visual-words', 'on': {'signed': false}}"));
        assertEquals(
                new VisualWords(defaults.clusters(), defaults.sizes(), new Join(List.of(Edges.defaults()))),
                decode("{'type': 'visual-words', 'on': {'type': 'join', 'parts': [{'type': 'edges'}]}}"));
    }

    @Test
    void otherKeysAreTheCallers() {
        JsonAt at = at("{'name': 'E', 'type': 'edges', 'cellSize': 3}");
        assertEquals(3, ((Edges) JSON.decode(at, Dataset.class, FeatureExtractor.class, "name")).cellSize());
        assertRefused(
                "{'name': 'E', 'type': 'edges'}",
                "</name>: unknown key 'name'. Valid: cellSize, layout, signed, clip, seed, note, type, images");
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() {
        String keys = "cellSize, layout, signed, clip, seed, note, type, images";
        assertRefused(
                "{'type': 'edges', 'celSize': 3}",
                "</celSize>: unknown key 'celSize'; did you mean 'cellSize'? Valid: " + keys);
        assertRefused(
                "{'type': 'join', 'parts': [{'type': 'edges'}, {'type': 'edges', 'a/b~': 1}]}",
                "</parts/1/a~1b~0>: unknown key 'a/b~'. Valid: " + keys);
        assertRefused(
                "{'type': 'visual-words', 'clusters': {'kk': 3}}",
                "</clusters/kk>: unknown key 'kk'; did you mean 'k'? Valid: k, tolerance");
        assertRefused(
                "{'type': 'edge'}",
                "</type>: unknown feature extractor type 'edge'; did you mean 'edges'?"
                        + " Valid: edges, join, visual-words. If it is from another jar, that jar is not on the class path");
        assertRefused(
                "{'type': 'visualwords'}",
                "</type>: unknown feature extractor type 'visualwords'; did you mean 'visual-words'?"
                        + " Valid: visual-words, edges, join."
                        + " If it is from another jar, that jar is not on the class path");
        assertRefused(
                "{'type': 'shift'}", "</type>: 'shift' is no feature extractor. Valid: edges, join, visual-words");
        assertRefused(
                "{'type': 'join', 'parts': [{'type': 'shift', 'by': 1}]}",
                "</parts/0/type>: 'shift' is no feature extractor. Valid: edges, join, visual-words");
        assertRefused("{'cellSize': 3}", "<>: 'type' is missing");
        assertRefused("{'type': 3}", "</type>: expected a text, got 3");
        assertRefused("[]", "<>: expected keys with values, got a list");
        assertRefused("{'type': 'join'}", "<>: 'parts' is missing");
        assertRefused("{'type': 'join', 'parts': {}}", "</parts>: 'type' is missing");
        assertRefused("{'type': 'join', 'parts': [null]}", "</parts/0>: expected keys with values, got nothing");
        assertRefused("{'type': 'visual-words', 'clusters': 3}", "</clusters>: expected keys with values, got 3");
        assertRefused(
                "{'type': 'edges', 'layout': 'dalal-trigs'}",
                "</layout>: unknown value 'dalal-trigs'; did you mean 'dalal-triggs'? Valid: bare-cells, dalal-triggs");
        assertRefused(
                "{'type': 'edges', 'layout': 'DALAL_TRIGGS'}",
                "</layout>: unknown value 'DALAL_TRIGGS'; did you mean 'dalal-triggs'? Valid: bare-cells, dalal-triggs");
        assertRefused(
                "{'type': 'edges', 'cellSize': 0, 'clip': -1}", "<>: cellSize is at least 1, got 0; clip got -1.0");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "cellSize | 1.0 | expected a whole number, got 1.0",
                "cellSize | '8' | expected a whole number, got the text '8'",
                "cellSize | true | expected a whole number, got true",
                "cellSize | 2147483648 | expected a whole number from -2147483648 to 2147483647, got 2147483648",
                "seed | 9223372036854775808 | expected a whole number from -9223372036854775808 to"
                        + " 9223372036854775807, got 9223372036854775808",
                "signed | 1 | expected true or false, got 1",
                "signed | 'true' | expected true or false, got the text 'true'",
                "clip | '0.2' | expected a number in the range of float, got the text '0.2'",
                "clip | 1e39 | expected a number in the range of float, got 1E+39",
                "note | null | expected a text, got nothing",
                "note | 5 | expected a text, got 5"
            })
    void valuesOfAnotherKindAreRefused(String key, String value, String message) {
        assertRefused("{'type': 'edges', '" + key + "': " + value + "}", "</" + key + ">: " + message);
    }

    @Test
    void wholeNumbersMayStandForFloats() {
        assertEquals(new Shift(3), JSON.decode(at("{'type': 'shift', 'by': 3}"), Rows.class, Transform.class));
    }

    record Limits(Integer least, Clusters clusters, String name) implements FeatureSpec {
        Limits {
            if (least == null && clusters == null) {
                throw new IllegalArgumentException("least or clusters is given");
            }
        }
    }

    @Test
    void boxedNumbersAndRecordsMayBeAbsent() throws IOException {
        SpecJson json = codec(feature("limits", Limits.class));
        Limits limits = new Limits(null, new Clusters(3, 1), "x");
        byte[] bytes = CanonicalJson.bytes(json.encode(limits));
        JsonAt at = new JsonAt(CanonicalJson.parse(bytes), pointer -> "<" + pointer + ">");
        assertEquals(limits, json.decode(at, Dataset.class, FeatureExtractor.class));
        assertEquals(new Limits(5, null, "y"), json.decodeRecord(at("{'least': 5, 'name': 'y'}"), Limits.class));
        assertEquals(
                "<>: least or clusters is given",
                assertThrows(IllegalArgumentException.class, () -> json.decodeRecord(at("{'name': 'y'}"), Limits.class))
                        .getMessage());
        assertEquals(
                "<>: 'name' is missing",
                assertThrows(IllegalArgumentException.class, () -> json.decodeRecord(at("{'least': 1}"), Limits.class))
                        .getMessage());
    }

    @SuppressWarnings("ArrayRecordComponent") // what is wrong with it is the point
    record NoJson(int[] values) implements FeatureSpec {}

    record Typed(String type) implements FeatureSpec {}

    static final class NoRecord implements FeatureSpec {}

    @Test
    void onlyRecordsOfKnownKindsCanBeRegistered() {
        assertThrows(IllegalArgumentException.class, () -> codec(feature("no-json", NoJson.class)));
        assertThrows(IllegalArgumentException.class, () -> codec(feature("typed", Typed.class)));
        assertThrows(IllegalArgumentException.class, () -> feature("no-record", NoRecord.class));
        assertThrows(IllegalArgumentException.class, () -> codec(feature("a", Edges.class), feature("b", Edges.class)));
        for (String name : new String[] {"unnamed", "Edges", "edges_", "-edges", "", "two words"}) {
            assertThrows(IllegalArgumentException.class, () -> feature(name, Edges.class), name);
        }
    }

    @Test
    void twoSpecsWithOneNameAreRefusedWithTheirJars() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> codec(feature("edges", Edges.class), feature("edges", VisualWords.class)))
                .getMessage();
        String place =
                getClass().getProtectionDomain().getCodeSource().getLocation().toString();
        assertTrue(message.contains("Two specs are called 'edges'"), message);
        assertTrue(message.contains("$Edges in " + place) && message.contains("$VisualWords in " + place), message);
    }

    @Test
    void theNameIsNotThatOfTheClass() {
        SpecJson json = codec(feature("contours", Edges.class));
        assertEquals("contours", json.encode(Edges.defaults()).get("type").asText());
        assertEquals(Edges.defaults(), json.decode(at("{'type': 'contours'}"), Dataset.class, FeatureExtractor.class));
    }

    @SuppressWarnings("UnusedVariable") // what is captured has no place in a file
    record Code(java.util.function.IntUnaryOperator of) implements FeatureSpec {}

    /** Without a name, and without a {@code toString} of its own. */
    static final class Plain implements FeatureSpec {}

    static final class Telling implements FeatureSpec {
        @Override
        public String toString() {
            return "telling with 3 parts";
        }
    }

    @Test
    void specsWithoutANameAreDescribedAndNotReadBack() {
        SpecJson json = codec(feature("join", Join.class));
        String inTests = SpecJsonTest.class.getName();
        assertEquals(
                tree("{'type': 'join', 'parts': [{'type': 'unnamed', 'class': '" + inTests + "$Edges', 'settings':"
                        + " {'cellSize': 8, 'layout': 'dalal-triggs', 'signed': false, 'clip': 0.2, 'seed':"
                        + " 1099511627776, 'note': ''}}]}"),
                tree(new String(
                        CanonicalJson.bytes(json.describe(new Join(List.of(Edges.defaults())))),
                        StandardCharsets.UTF_8)));
        assertEquals(
                tree("{'type': 'unnamed', 'class': '" + inTests + "$Telling', 'settings': 'telling with 3 parts'}"),
                json.describe(new Telling()));
        assertTrue(json.isFullyDescribed(new Join(List.of(Edges.defaults()))));
        // Nothing says that its text has all of its settings.
        assertFalse(json.isFullyDescribed(new Telling()));
        assertFalse(json.isFullyDescribed(new Join(List.of(Edges.defaults(), new Telling()))));
        for (Spec<Dataset, FeatureExtractor> unknown : List.of(new Plain(), new Code(i -> i))) {
            assertTrue(json.describe(unknown).get("settings").isNull());
            assertFalse(json.isFullyDescribed(unknown));
            assertFalse(json.isFullyDescribed(new Join(List.of(Edges.defaults(), unknown))));
        }
        Join inside = new Join(List.of(Edges.defaults()));
        assertThrows(IllegalArgumentException.class, () -> json.encode(Edges.defaults()));
        assertThrows(IllegalArgumentException.class, () -> json.encode(inside));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> json.decode(
                                new JsonAt(json.describe(inside), pointer -> "<" + pointer + ">"),
                                Dataset.class,
                                FeatureExtractor.class))
                .getMessage();
        assertEquals(
                "</parts/0/type>: this feature extractor has no name in files: it is the class " + inTests
                        + "$Edges of the program that wrote this, so it cannot be run again from this file",
                message);
    }
}
