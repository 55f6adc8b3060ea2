package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NetworkDrawingTest {
    private static final Pattern BOX = Pattern.compile(
            "<rect class=\"line ([^\"]*)\" rx=\"4\" x=\"([\\d.]+)\" y=\"([\\d.]+)\" width=\"([\\d.]+)\"");

    /** Left, right and top of each box. */
    private static List<double[]> boxes(String svg) {
        List<double[]> boxes = new ArrayList<>();
        Matcher m = BOX.matcher(svg);
        while (m.find()) {
            double left = Double.parseDouble(m.group(2));
            boxes.add(new double[] {left, left + Double.parseDouble(m.group(4)), Double.parseDouble(m.group(3))});
        }
        return boxes;
    }

    private static void requireApart(List<double[]> boxes) {
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                double[] a = boxes.get(i);
                double[] b = boxes.get(j);
                assertTrue(a[2] != b[2] || a[1] < b[0] || b[1] < a[0], "boxes " + j + " and " + i);
            }
        }
    }

    @Test
    void eachLayerIsABoxAndNoneLiesOnAnother() {
        for (GraphExample example :
                List.of(GraphExample.inception(), GraphExample.residual(), GraphExample.recurrent())) {
            List<double[]> boxes = boxes(NetworkDrawing.svg("network", example.network()));
            assertEquals(example.network().steps().size() + 1, boxes.size());
            requireApart(boxes);
            boxes.add(boxes.get(0));
            assertThrows(AssertionError.class, () -> requireApart(boxes));
        }
    }

    /** Dashed where layers share parameters: the three steps of the recurrent network. */
    @Test
    void sharedParametersAreDashed() {
        String recurrent =
                NetworkDrawing.svg("network", GraphExample.recurrent().network());
        assertEquals(4, recurrent.split("c1 dash", -1).length);
        String residual = NetworkDrawing.svg("network", GraphExample.residual().network());
        assertEquals(1, residual.split("c1 dash", -1).length);
    }

    /** By hand: 1 and 1 are moved apart around 1; 5 stays. Three at 0 go to -2, 0 and 2. */
    @Test
    void placesKeepTheirDistances() {
        assertArrayEquals(new double[] {0.5, 1.5, 5}, Spread.of(new double[] {1, 1, 5}, new double[] {0, 1, 1}), 1e-12);
        assertArrayEquals(new double[] {-2, 0, 2}, Spread.of(new double[] {0, 0, 0}, new double[] {0, 2, 2}), 1e-12);
    }
}
