package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.GaussianBlur;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.Scale;
import dev.whittle.feature.image.Size;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PreprocessedTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Spec<Dataset, ImageStep> LEARNED = new PreprocessedContractTest.MinusMean();

    private static Dataset applied(ImageStep step, Dataset images) {
        List<Planar<GrayU8>> after = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            after.add(step.apply(images.image(i), RUN));
        }
        return TestData.data(after);
    }

    /** Each step is fitted to the training images after the steps before it, and the feature after all. */
    @Test
    void itIsTheFeatureOfImagesAfterTheSteps() {
        Dataset train = TestData.images(12, 1);
        Dataset test = TestData.images(5, 2);
        ImageStep blur = new GaussianBlur(1).fit(train, RUN);
        ImageStep mean = LEARNED.fit(applied(blur, train), RUN);
        Dataset trainAfter = applied(mean, applied(blur, train));
        Dataset testAfter = applied(mean, applied(blur, test));
        var words = PreprocessedContractTest.words();
        Matrix expected = words.fit(trainAfter, RUN).extractAll(testAfter, RUN);

        FeatureExtractor fitted =
                Preprocessed.of(words, new GaussianBlur(1), LEARNED).fit(train, RUN);
        assertTrue(expected.bitsEqual(fitted.extractAll(test, RUN)));
        assertTrue(mean.arrays().get("mean").bitsEqual(fitted.arrays().get("images/1/mean")));
        FeatureExtractor otherOrder =
                Preprocessed.of(words, LEARNED, new GaussianBlur(1)).fit(train, RUN);
        assertFalse(expected.bitsEqual(otherOrder.extractAll(test, RUN)), "the order matters here");
    }

    @Test
    void stepsBeforeStepsAreOneList() {
        Preprocessed inner = Preprocessed.of(RawPixels.defaults(), new GaussianBlur(2));
        Preprocessed both = Preprocessed.of(inner, new GaussianBlur(1), Gray.defaults());
        assertEquals(
                Preprocessed.of(RawPixels.defaults(), new GaussianBlur(1), Gray.defaults(), new GaussianBlur(2)), both);
    }

    @Test
    void stepsAndAFeatureAreNeeded() {
        Messages.says(() -> Preprocessed.of(RawPixels.defaults()), "images", "at least one");
        Messages.says(() -> Preprocessed.of(null, Gray.defaults()), "feature");
        Messages.says(() -> Preprocessed.of(RawPixels.defaults(), Gray.defaults(), null), "images");
    }

    /** Raw pixels compare images of one size; the step gives it, so images of any size are taken. */
    @Test
    void aSizeOfAllResultsLetsImagesHaveAnySize() {
        Dataset images = TestData.data(List.of(TestData.random(40, 20, 3, 1), TestData.random(20, 33, 3, 2)));
        Messages.says(
                () -> Preprocessed.of(RawPixels.defaults(), Gray.defaults())
                        .fit(images, RUN)
                        .extractAll(images, RUN),
                "one size");
        FeatureExtractor scaled = Preprocessed.of(
                        RawPixels.defaults(), Gray.defaults(), new Scale(new Size(9, 8), Fit.CROP), new GaussianBlur(1))
                .fit(images, RUN);
        assertTrue(scaled.takesAnySize());
        Matrix rows = scaled.extractAll(images, RUN);
        assertEquals("2x72", rows.rows() + "x" + rows.columns());
        assertTrue(Matrix.of(scaled.extract(images.image(1), RUN)).bitsEqual(rows.selectRows(1)));
    }

    /** A step with a size that is fixed for gray images, and one that colour images do not have. */
    private record GrayOnly() implements NeedsNoData<Dataset, ImageStep>, ImageStep {
        @Override
        public ImageShape shape(ImageShape image) {
            if (image.bands() != 1) {
                throw new IllegalArgumentException("It takes 1 band, got " + image.bands());
            }
            return new ImageShape(7, 7, 1);
        }

        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, Run run) {
            return new Planar<>(GrayU8.class, 7, 7, 1);
        }

        @Override
        public ImageStep fitted() {
            return this;
        }
    }

    @Test
    void aStepForGrayImagesMayGiveTheSize() {
        assertTrue(Preprocessed.of(RawPixels.defaults(), new GrayOnly())
                .fit(Decoded.NONE, RUN)
                .takesAnySize());
    }

    /** What cannot be computed is known before anything is learned, with the shape after the steps. */
    @Test
    void whatTheFeatureCannotTakeAfterTheStepsIsSaidBefore() {
        List<ImageShape> shapes = List.of(new ImageShape(40, 30, 3), new ImageShape(30, 40, 3));
        Preprocessed small = Preprocessed.of(Hog.defaults(), new Scale(new Size(12, 12), Fit.PAD));
        Messages.says(() -> ImageNeeds.check(small, shapes, RUN), "after", "12x12");
        Messages.says(() -> ImageNeeds.length(small, 40, 30, 3), "after", "12x12");
        Messages.says(() -> small.fit(Decoded.NONE, RUN).length(40, 30, 3), "after its image steps", "12x12");
        Messages.says(
                () -> ImageNeeds.check(Preprocessed.of(RawPixels.defaults(), Gray.defaults()), shapes, RUN),
                "one size",
                "1 band");
        Messages.says(
                () -> ImageNeeds.check(
                        Preprocessed.of(RawPixels.defaults(), new GaussianBlur(1), new GrayOnly()), shapes, RUN),
                "1 band",
                "got 3");
        ImageNeeds.check(Preprocessed.of(RawPixels.defaults(), Gray.defaults(), new GrayOnly()), shapes, RUN);
        assertEquals(
                OptionalInt.of(49),
                ImageNeeds.length(Preprocessed.of(RawPixels.defaults(), Gray.defaults(), new GrayOnly()), 50, 60, 3));
        ImageNeeds.check(Preprocessed.of(RawPixels.defaults(), Scale.defaults()), shapes, RUN);
    }

    /** A step that learns and does not say its shape cannot be checked before. */
    @Test
    void shapesThatAreLearnedAreNotChecked() {
        Preprocessed unknown = Preprocessed.of(Hog.defaults(), LEARNED);
        ImageNeeds.check(unknown, List.of(new ImageShape(3, 3, 3)), RUN);
        assertEquals(OptionalInt.empty(), ImageNeeds.length(unknown, 3, 3, 3));
        assertEquals(0, unknown.heapBytes(3));
    }

    /** The needs of learning are those for images after the steps. */
    @Test
    void memoryIsThatOfTheFeatureAfterTheSteps() {
        var words = PreprocessedContractTest.words();
        assertEquals(
                words.heapBytes(1),
                Preprocessed.of(words, new GaussianBlur(1), Gray.defaults()).heapBytes(3));
        assertTrue(words.heapBytes(1) < words.heapBytes(3));
        assertEquals(
                words.length(12, 14, 1), Preprocessed.of(words, Gray.defaults()).length(12, 14, 3));
        Concat both = new Concat(List.of(Preprocessed.of(words, Gray.defaults()), words, RawPixels.defaults()));
        assertEquals(words.heapBytes(3), both.heapBytes(3));
        assertEquals(
                OptionalInt.of(2 * words.length(12, 14, 1).getAsInt() + 12 * 14 * 3),
                ImageNeeds.length(both, 12, 14, 3));
    }

    @Test
    void anImageThatAStepRefusesIsNamed() {
        Dataset images = TestData.data(List.of(TestData.random(9, 9, 1, 1), TestData.random(9, 9, 3, 2)));
        FeatureExtractor fitted =
                Preprocessed.of(ColorHistogram.defaults(), new OneBand()).fit(images, RUN);
        Messages.says(() -> fitted.extract(images, 0, 2, new Matrix(2, 160), 0, RUN), "image 1", "1 band", "got 3");
    }

    /** A step that refuses colour images when it is applied. */
    private record OneBand() implements NeedsNoData<Dataset, ImageStep>, ImageStep {
        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, Run run) {
            if (image.getNumBands() != 1) {
                throw new IllegalArgumentException("It takes 1 band, got " + image.getNumBands());
            }
            return image;
        }

        @Override
        public ImageStep fitted() {
            return this;
        }
    }

    /** The feature's picture is of the image after the steps, and a template has the shape after them. */
    @Test
    void picturesAreThoseOfTheFeatureAfterTheSteps() {
        Planar<GrayU8> image = TestData.random(40, 48, 3, 5);
        Hog hog = Hog.defaults();
        Preprocessed equalized = Preprocessed.of(hog, Equalize.defaults());
        Planar<GrayU8> after = Equalize.defaults().fit(null, RUN).apply(image, RUN);
        Planar<GrayU8> expected =
                hog.drawing(hog.extractor(), after, 200, RUN).orElseThrow().picture();
        Planar<GrayU8> actual = equalized
                .drawing(equalized.fit(null, RUN), image, 200, RUN)
                .orElseThrow()
                .picture();
        Bits.assertSame(
                "drawing",
                RawPixels.defaults().fit(null, RUN).extract(expected, RUN),
                RawPixels.defaults().fit(null, RUN).extract(actual, RUN));

        Preprocessed pixels =
                Preprocessed.of(RawPixels.defaults(), Gray.defaults(), new Scale(new Size(5, 4), Fit.STRETCH));
        assertTrue(pixels.hasTemplates());
        Planar<GrayU8> template = pixels.template(new float[20], 0, 0, 3).orElseThrow();
        assertEquals("5x4x1", template.width + "x" + template.height + "x" + template.getNumBands());
        assertEquals(
                Optional.empty(), Preprocessed.of(RawPixels.defaults(), LEARNED).template(new float[20], 5, 4, 1));
    }

    /** Without steps that change something the same object goes on, and nothing is copied. */
    @Test
    void whatDoesNothingCopiesNothing() {
        Planar<GrayU8> gray = TestData.random(9, 8, 1, 3);
        assertSame(gray, Gray.defaults().fit(null, RUN).apply(gray, RUN));
        assertSame(gray, new Scale(new Size(9, 8), Fit.PAD).fit(null, RUN).apply(gray, RUN));
    }
}
