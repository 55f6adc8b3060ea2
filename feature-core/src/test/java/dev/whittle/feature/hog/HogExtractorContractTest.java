package dev.whittle.feature.hog;

import dev.whittle.feature.ExtractorContract;
import java.util.Arrays;
import java.util.stream.Stream;

class HogExtractorContractTest extends ExtractorContract {
    /** All layouts, with votes of one direction or two, interpolated or not, and cells of other sizes. */
    @Override
    protected Stream<Hog> specs() {
        Stream<Hog> eight = Arrays.stream(Hog.Layout.values())
                .flatMap(layout -> Stream.of(false, true)
                        .flatMap(signed -> Stream.of(false, true)
                                .filter(interpolate -> exists(layout, signed, interpolate))
                                .map(interpolate -> new Hog(8, signed ? 18 : 9, signed, layout, interpolate))));
        return Stream.concat(
                eight,
                Stream.of(
                        new Hog(6, 9, false, Hog.Layout.DALAL_TRIGGS, true),
                        new Hog(4, 8, false, Hog.Layout.CELLS, true),
                        new Hog(5, 9, false, Hog.Layout.FELZENSZWALB, true)));
    }

    private static boolean exists(Hog.Layout layout, boolean signed, boolean interpolate) {
        return switch (layout) {
            case CS231N -> !signed && !interpolate;
            case FELZENSZWALB -> !signed;
            default -> true;
        };
    }

    @Override
    protected String pin() {
        return "a8a55f2b";
    }
}
