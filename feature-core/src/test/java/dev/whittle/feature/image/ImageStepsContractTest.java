package dev.whittle.feature.image;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.ImageStepContract;
import dev.whittle.feature.Spec;
import java.util.stream.Stream;

/** The steps of this package. */
class ImageStepsContractTest extends ImageStepContract {
    @Override
    protected Stream<Spec<Dataset, ImageStep>> specs() {
        return Stream.of(
                Equalize.defaults(),
                new Equalize(Equalize.Channels.BANDS),
                Gray.defaults(),
                Scale.defaults(),
                new Scale(new Size(53, 44), Fit.STRETCH),
                new Scale(new Size(70, 21), Fit.CROP),
                new Scale(new Size(44, 44), Fit.CROP),
                GaussianBlur.defaults(),
                new GaussianBlur(0.3),
                new GaussianBlur(17.5),
                RandomIllumination.defaults(),
                new RandomIllumination(1, 0.05, -7));
    }

    @Override
    protected String pin() {
        return "7ce5ea27";
    }
}
