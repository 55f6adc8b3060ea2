package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A feature of images after some steps, such as HoG of equalised images. In files it is the feature itself, with the
 * key {@code images}: {@code {type: hog, images: [{type: equalize}]}}.
 *
 * @param images the steps, applied in their order; each is fitted to the training images after the steps before it
 * @param feature fitted to the training images after all steps
 */
public record Preprocessed(
        List<? extends Spec<Dataset, ? extends ImageStep>> images, Spec<Dataset, ? extends FeatureExtractor> feature)
        implements CompositeSpec<Dataset, FeatureExtractor>, Pictured, ImageNeeds {
    private static final int LARGE = 1 << 14;

    /** The steps of a feature that has steps itself come after these. */
    public Preprocessed {
        if (images == null || images.isEmpty() || images.stream().anyMatch(step -> step == null)) {
            throw new IllegalArgumentException("images: at least one image step is needed, got " + images);
        }
        if (feature == null) {
            throw new IllegalArgumentException("feature: a feature is needed, got none");
        }
        if (feature instanceof Preprocessed inner) {
            List<Spec<Dataset, ? extends ImageStep>> all = new ArrayList<>(images);
            all.addAll(inner.images);
            images = all;
            feature = inner.feature;
        }
        images = List.copyOf(images);
    }

    /** A feature of images after these steps. */
    @SafeVarargs
    public static Preprocessed of(
            Spec<Dataset, ? extends FeatureExtractor> feature, Spec<Dataset, ? extends ImageStep>... images) {
        return new Preprocessed(Arrays.asList(images), feature);
    }

    @Override
    public FeatureExtractor fit(Dataset train, Run run) {
        List<ImageStep> steps = new ArrayList<>();
        for (Spec<Dataset, ? extends ImageStep> step : images) {
            steps.add(step.fit(new Stepped(train, List.copyOf(steps), run), run));
        }
        return new PreprocessedExtractor(
                List.copyOf(steps), feature.fit(new Stepped(train, List.copyOf(steps), run), run));
    }

    /** Rebuilds the extractor. The names of the arrays of step i (from 0) begin with {@code images/i/}. */
    @Override
    public FeatureExtractor restore(NamedArrays arrays, Run run) {
        List<ImageStep> steps = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            steps.add(images.get(i).restore(arrays.part("images/" + i), run));
        }
        return new PreprocessedExtractor(List.copyOf(steps), feature.restore(arrays.part("feature"), run));
    }

    @Override
    public Stream<Spec<?, ?>> specs() {
        return Stream.concat(images.stream(), Stream.of(feature));
    }

    /** Those of the feature, and those of step i (from 0), whose keys begin with {@code images.i.}. */
    @Override
    public List<UnusedSetting> unusedSettings() {
        List<UnusedSetting> all = new ArrayList<>(feature.unusedSettings());
        for (int i = 0; i < images.size(); i++) {
            all.addAll(UnusedSetting.within("images." + i, images.get(i).unusedSettings()));
        }
        return all;
    }

    /** The shape of images after all steps; empty if a step knows it only when it has learned. */
    private Optional<ImageShape> shape(ImageShape image) {
        ImageShape shape = image;
        for (Spec<Dataset, ? extends ImageStep> step : images) {
            if (step instanceof LearnedShape learned) {
                shape = learned.shape(shape);
            } else if (step.needsData()) {
                return Optional.empty();
            } else {
                shape = step.fit(Decoded.NONE, Run.defaults()).shape(shape);
            }
        }
        return Optional.of(shape);
    }

    @Override
    public void checkShapes(Collection<ImageShape> shapes, Run run) {
        Set<ImageShape> after = new LinkedHashSet<>();
        for (ImageShape shape : shapes) {
            Optional<ImageShape> known = shape(shape);
            if (known.isEmpty()) {
                return;
            }
            after.add(known.get());
        }
        try {
            ImageNeeds.check(feature, after, run);
        } catch (IllegalArgumentException e) {
            throw PreprocessedExtractor.afterSteps(e);
        }
    }

    @Override
    public OptionalInt length(int width, int height, int bands) {
        Optional<ImageShape> known = shape(new ImageShape(width, height, bands));
        if (known.isEmpty()) {
            return OptionalInt.empty();
        }
        ImageShape after = known.get();
        try {
            return ImageNeeds.length(feature, after.width(), after.height(), after.bands());
        } catch (IllegalArgumentException e) {
            throw PreprocessedExtractor.afterSteps(e);
        }
    }

    /** The most that a step or the feature needs, since they are fitted one after another. */
    @Override
    public long heapBytes(int bands) {
        long most = 0;
        for (Spec<Dataset, ? extends ImageStep> step : images) {
            most = Math.max(most, step instanceof LearnedShape learned ? learned.heapBytes() : 0);
        }
        // Steps give large images the same bands as small ones.
        Optional<ImageShape> after = shape(new ImageShape(LARGE, LARGE, bands));
        return feature instanceof ImageNeeds needs && after.isPresent()
                ? Math.max(most, needs.heapBytes(after.get().bands()))
                : most;
    }

    @Override
    public Optional<Drawing> drawing(FeatureExtractor fitted, Planar<GrayU8> image, int side, Run run) {
        PreprocessedExtractor extractor = (PreprocessedExtractor) fitted;
        return feature instanceof Pictured pictured
                ? pictured.drawing(extractor.feature(), Stepped.apply(extractor.steps(), image, run), side, run)
                : Optional.empty();
    }

    @Override
    public boolean hasSteps() {
        return true;
    }

    @Override
    public List<AfterSteps> afterSteps(FeatureExtractor fitted, Planar<GrayU8> image, Run run) {
        PreprocessedExtractor extractor = (PreprocessedExtractor) fitted;
        Planar<GrayU8> after = Stepped.apply(extractor.steps(), image, run);
        List<AfterSteps> all = new ArrayList<>();
        all.add(new AfterSteps(images, after));
        if (feature instanceof Pictured pictured) {
            for (AfterSteps inner : pictured.afterSteps(extractor.feature(), after, run)) {
                List<Spec<Dataset, ? extends ImageStep>> steps = new ArrayList<>(images);
                steps.addAll(inner.steps());
                all.add(new AfterSteps(steps, inner.image()));
            }
        }
        return all;
    }

    @Override
    public boolean hasLearned() {
        return feature instanceof Pictured pictured && pictured.hasLearned();
    }

    @Override
    public List<Learned> learned(FeatureExtractor fitted) {
        return feature instanceof Pictured pictured
                ? pictured.learned(((PreprocessedExtractor) fitted).feature())
                : List.of();
    }

    @Override
    public boolean hasTemplates() {
        return feature instanceof Pictured pictured && pictured.hasTemplates();
    }

    /** The template of the feature, which has the shape of images after the steps. */
    @Override
    public Optional<Planar<GrayU8>> template(float[] weights, int width, int height, int bands) {
        return feature instanceof Pictured pictured
                ? shape(new ImageShape(width, height, bands))
                        .flatMap(after -> pictured.template(weights, after.width(), after.height(), after.bands()))
                : Optional.empty();
    }
}
