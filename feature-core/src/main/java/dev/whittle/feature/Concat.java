package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Joins several features of an image into one vector, in the order of the parts. The values of the parts are not
 * scaled.
 *
 * @param parts at least one; each is fitted to the same data. Part i (from 0) has its own seed, {@code
 *     run.random("concat", i).nextLong()}, so that equal parts draw different patches or weights
 */
public record Concat(List<? extends Spec<Dataset, ? extends FeatureExtractor>> parts)
        implements CompositeSpec<Dataset, FeatureExtractor>, Pictured, ImageNeeds {
    public Concat {
        if (parts == null || parts.isEmpty()) {
            throw new IllegalArgumentException("parts: at least one feature is needed, got " + parts);
        }
        if (parts.stream().anyMatch(part -> part == null)) {
            throw new IllegalArgumentException("parts: none may be missing, got " + parts);
        }
        parts = List.copyOf(parts);
    }

    @Override
    public FeatureExtractor fit(Dataset train, Run run) {
        return extractor((part, index) ->
                part.fit(train, run.withSeed(run.random("concat", index).nextLong())));
    }

    /** Rebuilds the extractor. The names of the arrays of part i (from 0) begin with {@code i/}. */
    @Override
    public FeatureExtractor restore(NamedArrays arrays, Run run) {
        return extractor((part, index) -> part.restore(arrays.part(Integer.toString(index)), run));
    }

    private Extractor extractor(
            BiFunction<Spec<Dataset, ? extends FeatureExtractor>, Integer, FeatureExtractor> fitted) {
        List<FeatureExtractor> extractors = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            extractors.add(fitted.apply(parts.get(i), i));
        }
        return new Extractor(List.copyOf(extractors));
    }

    @Override
    public void checkShapes(Collection<ImageShape> shapes, Run run) {
        parts.forEach(part -> ImageNeeds.check(part, shapes, run));
    }

    @Override
    public OptionalInt length(int width, int height, int bands) {
        long sum = 0;
        boolean known = true;
        for (Spec<Dataset, ? extends FeatureExtractor> part : parts) {
            OptionalInt length = ImageNeeds.length(part, width, height, bands);
            known &= length.isPresent();
            sum += length.orElse(0);
        }
        return known && sum <= Integer.MAX_VALUE ? OptionalInt.of((int) sum) : OptionalInt.empty();
    }

    /** The most that a part needs, since they are fitted one after another. */
    @Override
    public long heapBytes(int bands) {
        return parts.stream()
                .mapToLong(part -> part instanceof ImageNeeds needs ? needs.heapBytes(bands) : 0)
                .max()
                .orElse(0);
    }

    @Override
    public Stream<? extends Spec<?, ?>> specs() {
        return parts.stream();
    }

    /** The unused settings of all parts. The keys of part i (from 0) begin with {@code parts.i.}. */
    @Override
    public List<UnusedSetting> unusedSettings() {
        List<UnusedSetting> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            all.addAll(UnusedSetting.within("parts." + i, parts.get(i).unusedSettings()));
        }
        return all;
    }

    /** The picture of the first part that has one. */
    @Override
    public Optional<Drawing> drawing(FeatureExtractor fitted, Planar<GrayU8> image, int side, Run run) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Pictured part) {
                Optional<Drawing> drawing = part.drawing(((Extractor) fitted).parts.get(i), image, side, run);
                if (drawing.isPresent()) {
                    return drawing;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean hasSteps() {
        return parts.stream().anyMatch(part -> part instanceof Pictured pictured && pictured.hasSteps());
    }

    /** The image after the steps of each part that has steps. */
    @Override
    public List<AfterSteps> afterSteps(FeatureExtractor fitted, Planar<GrayU8> image, Run run) {
        List<AfterSteps> after = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Pictured part) {
                after.addAll(part.afterSteps(((Extractor) fitted).parts.get(i), image, run));
            }
        }
        return after;
    }

    @Override
    public boolean hasLearned() {
        return parts.stream().anyMatch(part -> part instanceof Pictured pictured && pictured.hasLearned());
    }

    @Override
    public List<Learned> learned(FeatureExtractor fitted) {
        List<Learned> learned = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Pictured part) {
                learned.addAll(part.learned(((Extractor) fitted).parts.get(i)));
            }
        }
        return learned;
    }

    private record Extractor(List<FeatureExtractor> parts) implements FeatureExtractor {
        @Override
        public int length(int width, int height, int bands) {
            long length = 0;
            for (FeatureExtractor part : parts) {
                length += part.length(width, height, bands);
            }
            if (length > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("The features of an image of " + width + "x" + height
                        + " pixels together have " + length + " values, expected at most " + Integer.MAX_VALUE);
            }
            return (int) length;
        }

        @Override
        public void free() {
            parts.forEach(FeatureExtractor::free);
        }

        @Override
        public boolean takesAnySize() {
            return parts.stream().allMatch(FeatureExtractor::takesAnySize);
        }

        /** Every image is decoded once, and every part gets all images at once. */
        @Override
        public void extract(Dataset images, int from, int to, Matrix out, int row, Run run) {
            int n = to - from;
            if (n == 0) {
                return;
            }
            Dataset decoded = new Decoded(images, from, to);
            int all = length(decoded.image(0));
            if (all != out.columns()) {
                throw new IllegalArgumentException("Image " + images.name(from) + " has " + all + " features, but "
                        + out.columns() + " are expected");
            }
            int at = 0;
            for (FeatureExtractor part : parts) {
                int length = part.length(decoded.image(0));
                Matrix vectors = new Matrix(n, length);
                part.extract(decoded, 0, n, vectors, 0, run);
                for (int i = 0; i < n; i++) {
                    System.arraycopy(vectors.data(), i * length, out.data(), (row + i) * out.columns() + at, length);
                }
                at += length;
            }
        }

        @Override
        public NamedArrays arrays() {
            NamedArrays all = NamedArrays.empty();
            for (int i = 0; i < parts.size(); i++) {
                all = all.with(Integer.toString(i), parts.get(i).arrays());
            }
            return all;
        }
    }
}
