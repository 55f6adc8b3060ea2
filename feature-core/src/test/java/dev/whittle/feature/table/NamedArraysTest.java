package dev.whittle.feature.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertTrue(weights.bitsEqual(arrays.get("weights")));
        assertEquals(List.of(), names(NamedArrays.empty()));
    }

    @Test
    void doNotChange() {
        Map<String, NdArray> map = new HashMap<>(Map.of("bias", NdArray.of(bias)));
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
        assertTrue(bias.bitsEqual(outer.part("head").get("bias")));
        assertEquals(List.of(), names(outer.part("hea")));
        NamedArrays twice = NamedArrays.empty().with("net", outer);
        assertTrue(bias.bitsEqual(twice.part("net").part("head").get("bias")));
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
        assertTrue(weights.bitsEqual(arrays.get("weights", 2, 3)));
        assertTrue(weights.bitsEqual(arrays.get("weights", -1, 3)));
        assertTrue(weights.bitsEqual(arrays.get("weights", 2, -1)));
        e = assertThrows(IllegalArgumentException.class, () -> arrays.get("weights", -1, 4));
        assertEquals("Array 'weights' is 2x3, expected ?x4", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> arrays.get("weights", 3, -1));
    }

    @Test
    void areCopiesOnTheWayInAndOut() {
        Matrix matrix = Matrix.of(new float[] {1, 2});
        float[] cube = {1, 2, 3, 4};
        byte[] codes = {-1, 7};
        NamedArrays arrays = NamedArrays.empty()
                .with("matrix", matrix)
                .with("cube", NdArray.floats(cube, 1, 2, 2))
                .with("codes", NdArray.bytes(codes, 2));
        matrix.data()[0] = 9;
        cube[0] = 9;
        codes[0] = 9;
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(new float[] {1, 2}, arrays.get("matrix").data());
            assertArrayEquals(new float[] {1, 2, 3, 4}, arrays.array("cube").floats());
            assertArrayEquals(new byte[] {-1, 7}, arrays.array("codes").bytes());
            assertArrayEquals(new int[] {1, 2, 2}, arrays.array("cube").shape());
            arrays.get("matrix").data()[0] = 9;
            arrays.array("cube").floats()[0] = 9;
            arrays.array("cube").shape()[0] = 9;
            arrays.array("codes").bytes()[0] = 9;
        }
    }

    @Test
    void whatIsNoMatrixIsRefusedAsOne() {
        NamedArrays arrays = NamedArrays.empty()
                .with("codes", NdArray.bytes(new byte[6], 2, 3))
                .with("cube", NdArray.floats(new float[6], 1, 2, 3));
        String message = assertThrows(IllegalArgumentException.class, () -> arrays.get("codes"))
                .getMessage();
        assertEquals("Array 'codes' is of shape (2, 3) of bytes, expected ?x?", message);
        assertThrows(IllegalArgumentException.class, () -> arrays.get("cube", 2, 3));
        assertThrows(IllegalArgumentException.class, () -> arrays.array("cube").bytes());
        assertThrows(IllegalArgumentException.class, () -> arrays.array("codes").floats());
    }

    @Test
    void shapesThatCannotBeAreRefused() {
        assertEquals(1, NdArray.count());
        assertEquals(0, NdArray.count(3, 0, 2));
        assertEquals(6, NdArray.count(3, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> NdArray.count(-1));
        assertThrows(IllegalArgumentException.class, () -> NdArray.count(1, 1, 1, 1, 1, 1, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> NdArray.count(1 << 16, 1 << 16));
        assertThrows(IllegalArgumentException.class, () -> NdArray.count(1 << 30, 1 << 30, 1 << 30, 1 << 30, 0));
        assertThrows(IllegalArgumentException.class, () -> NdArray.floats(new float[3], 2, 2));
    }

    @Test
    void bitsAreCompared() {
        NdArray zero = NdArray.floats(new float[] {0, 1}, 2);
        assertTrue(zero.bitsEqual(NdArray.floats(new float[] {0, 1}, 2)));
        assertFalse(zero.bitsEqual(NdArray.floats(new float[] {-0f, 1}, 2)));
        assertFalse(zero.bitsEqual(NdArray.floats(new float[] {0, 1}, 2, 1)));
        assertFalse(zero.bitsEqual(NdArray.bytes(new byte[] {0, 1}, 2)));
        assertFalse(NdArray.bytes(new byte[] {0, 1}, 2).bitsEqual(NdArray.bytes(new byte[] {0, 2}, 2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> NdArray.floats(new float[] {0, Float.NaN}, 2).requireFinite("it"));
    }
}
