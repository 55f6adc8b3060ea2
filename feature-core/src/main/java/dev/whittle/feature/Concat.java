package dev.whittle.feature;

import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Several features of an image one after another, in the order of the parts. The values are those of the parts,
 * unscaled.
 *
 * @param parts at least one; each is fitted to the same data. Part i (from 0) has its own seed, {@code
 *     run.random("concat", i).nextLong()}, so that equal parts draw different patches or weights
 */
public record Concat(List<? extends Spec<Dataset, ? extends FeatureExtractor>> parts)
        implements Spec<Dataset, FeatureExtractor> {
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

    /** Rebuilds from arrays in which those of part i (from 0) have {@code i/} before their names. */
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
    public boolean needsData() {
        return parts.stream().anyMatch(Spec::needsData);
    }

    @Override
    public boolean bitsPromised() {
        return parts.stream().allMatch(Spec::bitsPromised);
    }

    @Override
    public boolean canBeSaved() {
        return parts.stream().allMatch(Spec::canBeSaved);
    }

    /** Those of part i (from 0) have {@code parts.i.} before their keys. */
    @Override
    public List<UnusedSetting> unusedSettings() {
        List<UnusedSetting> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            all.addAll(UnusedSetting.within("parts." + i, parts.get(i).unusedSettings()));
        }
        return all;
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

        /** Every image is decoded once, and every part gets all of them at once. */
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
