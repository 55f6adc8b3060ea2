package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;

/** A fitted feature of images after fitted steps. */
record PreprocessedExtractor(List<ImageStep> steps, FeatureExtractor feature) implements FeatureExtractor {
    /** The reason why a feature is not defined for an image after the steps. */
    static IllegalArgumentException afterSteps(IllegalArgumentException e) {
        return new IllegalArgumentException("after its image steps: " + e.getMessage(), e);
    }

    private ImageShape shape(ImageShape image) {
        ImageShape shape = image;
        for (ImageStep step : steps) {
            shape = step.shape(shape);
        }
        return shape;
    }

    @Override
    public int length(int width, int height, int bands) {
        ImageShape after = shape(new ImageShape(width, height, bands));
        try {
            return feature.length(after.width(), after.height(), after.bands());
        } catch (IllegalArgumentException e) {
            throw afterSteps(e);
        }
    }

    @Override
    public void free() {
        feature.free();
    }

    /** Also where the steps give all images one size. */
    @Override
    public boolean takesAnySize() {
        return feature.takesAnySize() || givesOneSize(3) || givesOneSize(1);
    }

    private boolean givesOneSize(int bands) {
        try {
            return !shape(new ImageShape(0, 0, bands)).anySize();
        } catch (IllegalArgumentException e) {
            return false; // for colour only, or for gray only
        }
    }

    @Override
    public void extract(Dataset images, int from, int to, Matrix out, int row, Run run) {
        feature.extract(new Stepped(images, steps, run), from, to, out, row, run);
    }

    @Override
    public void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
        feature.extract(Stepped.apply(steps, image, run), out, offset, run);
    }

    @Override
    public NamedArrays arrays() {
        NamedArrays all = NamedArrays.empty().with("feature", feature.arrays());
        for (int i = 0; i < steps.size(); i++) {
            all = all.with("images/" + i, steps.get(i).arrays());
        }
        return all;
    }
}
