package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.GaussianBlur;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.Scale;
import dev.whittle.feature.image.Size;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The steps on images before a feature, in experiment files. */
class ImageStepsInFilesTest extends ExperimentFiles {
    private static String withSteps(String images) {
        return GOOD.replace("raw-pixels, transforms", "raw-pixels, images: " + images + ", transforms");
    }

    /** Steps before a feature, and before a part of one, in their order. */
    @Test
    void imageStepsComeBack() throws IOException {
        Experiment e = read(withSteps("[{type: scale, size: 16}, {type: equalize, channels: bands}]")
                .replace("      - type: color-histogram\n", "      - {type: color-histogram, images: {type: blur}}\n"));
        assertEquals(
                Preprocessed.of(
                        RawPixels.defaults(),
                        new Scale(new Size(16, 16), Fit.PAD),
                        new Equalize(Equalize.Channels.BANDS)),
                e.features().get(0).spec());
        assertEquals(
                Preprocessed.of(ColorHistogram.defaults(), new GaussianBlur(1)),
                ((Concat) e.features().get(1).spec()).parts().get(1));
        assertEquals(e, Experiment.decode(new JsonAt(CanonicalJson.parse(CanonicalJson.bytes(e.encode())), p -> p)));
        assertTrue(text(e).contains("\"channels\" : \"bands\""), text(e));
        assertEquals(text(read(GOOD)), text(read(withSteps("[]"))), "without steps nothing is written");
    }

    @Test
    void wrongImageStepsAreNamedWithTheirLine() {
        String images = withSteps("[{type: scale, size: 16}]");
        assertRefused(
                images.replace("size: 16", "sise: 16"),
                ":5: features/0/images/0/sise: unknown key 'sise'; did you mean 'size'? Valid: size, fit, type");
        assertRefusedAbout(
                images.replace("type: scale", "type: scal"),
                ":5: features/0/images/0/type: unknown image step type 'scal'; did you mean 'scale'?",
                "equalize",
                "gray");
        assertRefusedAbout(images.replace("type: scale", "type: hog"), ":5: ", "'hog' is no image step");
        assertRefusedAbout(images.replace("type: raw-pixels", "type: blur"), ":5: ", "'blur' is no feature extractor");
        assertRefusedAbout(images.replace("size: 16", "size: 0"), ":5: features/0/images/0/size: ", "0x0");
        assertRefusedAbout(withSteps("equalize"), ":5: features/0/images: ", "'equalize'");
        assertRefusedAbout(GOOD.replace("type: softmax", "type: softmax, images: []"), "images", "unknown key");
    }
}
