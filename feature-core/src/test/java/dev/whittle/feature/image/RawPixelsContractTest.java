package dev.whittle.feature.image;

import dev.whittle.feature.ExtractorContract;
import java.util.stream.Stream;

class RawPixelsContractTest extends ExtractorContract {
    @Override
    protected Stream<RawPixels> specs() {
        return Stream.of(RawPixels.defaults(), new RawPixels(true));
    }

    @Override
    protected String pin() {
        return "c1406075";
    }
}
