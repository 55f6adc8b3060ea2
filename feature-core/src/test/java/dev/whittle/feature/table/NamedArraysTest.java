package dev.whittle.feature.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedArraysTest {
    private final Matrix weights = new Matrix(2, 3);
    private final Matrix bias = new Matrix(1, 3);

    private static List<String> names(NamedArrays arrays) {
        return List.copyOf(arrays.asMap().keySet());
    }

    @Test
    void areInTheOrderOfTheirNames() {
        NamedArrays arrays = NamedArrays.empty().with("weights", weights).with("bias", bias);
        assertEquals(List.of("bias", "weights"), names(arrays));
        assertSame(weights, arrays.get("weights"));
        assertEquals(List.of(), names(NamedArrays.empty()));
    }

    @Test
    void doNotChange() {
        Map<String, Matrix> map = new HashMap<>(Map.of("bias", bias));
        NamedArrays arrays = NamedArrays.of(map);
        map.clear();
        NamedArrays more = arrays.with("weights", weights);
        assertEquals(List.of("bias"), names(arrays));
        assertEquals(List.of("bias", "weights"), names(more));
        assertThrows(UnsupportedOperationException.class, () -> arrays.asMap().clear());
    }

    @Test
    void partsNest() {
        NamedArrays inner = NamedArrays.empty().with("bias", bias);
        NamedArrays outer =
                NamedArrays.empty().with("head", inner).with("headline", inner).with("weights", weights);
        assertEquals(List.of("head/bias", "headline/bias", "weights"), names(outer));
        assertEquals(List.of("bias"), names(outer.part("head")));
        assertSame(bias, outer.part("head").get("bias"));
        assertEquals(List.of(), names(outer.part("hea")));
        NamedArrays twice = NamedArrays.empty().with("net", outer);
        assertSame(bias, twice.part("net").part("head").get("bias"));
    }

    @Test
    void aNameIsTakenOnce() {
        NamedArrays arrays = NamedArrays.empty().with("bias", bias);
        assertThrows(IllegalArgumentException.class, () -> arrays.with("bias", weights));
        NamedArrays nested = NamedArrays.empty().with("head", arrays);
        assertThrows(IllegalArgumentException.class, () -> nested.with("head", arrays));
    }

    @Test
    void missingNamesAndOtherShapesAreNamed() {
        NamedArrays arrays = NamedArrays.empty().with("bias", bias).with("weights", weights);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> arrays.get("wieghts"));
        assertEquals("No array named 'wieghts'; there is [bias, weights]", e.getMessage());
        assertSame(weights, arrays.get("weights", 2, 3));
        assertSame(weights, arrays.get("weights", -1, 3));
        assertSame(weights, arrays.get("weights", 2, -1));
        e = assertThrows(IllegalArgumentException.class, () -> arrays.get("weights", -1, 4));
        assertEquals("Array 'weights' is 2x3, expected ?x4", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> arrays.get("weights", 3, -1));
    }
}
