package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LineStyleTest {
    @Test
    void eachFeatureHasALookOfItsOwn() {
        assertEquals(LineStyle.IN_GRAY, different(LineStyle.IN_GRAY, style -> style.marker() + style.dash()));
        assertEquals(LineStyle.IN_COLOR, different(LineStyle.IN_COLOR, style -> style.marker() + style.color()));
        assertEquals(140, different(140, Function.identity()));
        // The check can fail: there are not so many colours.
        assertEquals(7, different(LineStyle.IN_GRAY, LineStyle::color));
    }

    private static int different(int features, Function<LineStyle, ?> look) {
        List<LineStyle> styles = LineStyle.first(features);
        Set<Object> looks = new HashSet<>();
        styles.forEach(style -> looks.add(look.apply(style)));
        return looks.size();
    }
}
