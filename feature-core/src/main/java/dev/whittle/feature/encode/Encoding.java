package dev.whittle.feature.encode;

import dev.whittle.feature.Checks;
import dev.whittle.feature.CompositeSpec;
import dev.whittle.feature.Compression;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Decoded;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.local.DenseSift;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.local.PatchDescriptors;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Power;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Encodes the local descriptors of an image as one vector: describe, reduce, encode each region, normalise each code,
 * join the codes. With dense SIFT, PCA, {@code fisher} and {@code normalize: [power, l2]} this is the improved Fisher
 * vector (Perronnin, Sánchez and Mensink, ECCV 2010; Sánchez et al., "Image classification with the Fisher vector",
 * IJCV 2013).
 *
 * <p>Fitting draws {@code samples} descriptors from the training images, fits each transform of {@code reduce} to them
 * in turn, and then the encoder. The vector of an image holds the codes of the regions, level by level and row by row.
 *
 * @param descriptors what describes the places of an image
 * @param samples how many descriptors are learned from, at least 2. Their images are drawn uniformly with replacement,
 *     and of each drawn image a descriptor uniformly
 * @param reduce transforms of the descriptors, such as {@code pca}, in their order
 * @param positions whether two values are appended to each reduced descriptor: the centre x/width - 0.5 and y/height -
 *     0.5 (Sánchez, Perronnin and de Campos, "Modeling the spatial layout of images beyond spatial pyramids", Pattern
 *     Recognition Letters 2012)
 * @param encoder how the descriptors of a region become its code
 * @param regions the grids of regions, at least one
 * @param normalize transforms of each code that learn nothing, such as {@code power} and {@code l2}, in their order
 */
public record Encoding(
        Spec<Dataset, ? extends LocalDescriptors> descriptors,
        int samples,
        List<? extends Spec<Rows, ? extends Transform>> reduce,
        boolean positions,
        Spec<Rows, ? extends Encoder> encoder,
        List<Regions> regions,
        List<? extends Spec<Rows, ? extends Transform>> normalize)
        implements CompositeSpec<Dataset, EncodingExtractor>, Pictured, ImageNeeds {
    private static final int LARGE = 1 << 14;

    public Encoding {
        Checks checks = new Checks("Encoding");
        checks.refuse(descriptors == null, "descriptors must be given");
        checks.atLeast(2, "samples", samples);
        checks.refuse(
                reduce != null && Compression.isIn(reduce) || normalize != null && Compression.isIn(normalize),
                "a compression, such as product-quantization, is for the rows that a head is trained on, not for"
                        + " descriptors or codes; name it in the transforms of the feature");
        checks.refuse(
                reduce == null || reduce.stream().anyMatch(part -> part == null),
                "reduce must be a list, got " + reduce);
        if (encoder == null) {
            checks.add("encoder must be given");
        } else if (encoder instanceof LearnedSize learned && samples < learned.leastRows()) {
            checks.add("samples must be at least " + learned.leastRows() + " for this encoder, got " + samples);
        }
        Pyramid.check(regions, checks);
        if (normalize == null || normalize.stream().anyMatch(part -> part == null)) {
            checks.add("normalize must be a list, got " + normalize);
        } else {
            for (int i = 0; i < normalize.size(); i++) {
                checks.refuse(
                        normalize.get(i).needsData(),
                        "normalize takes transforms that learn nothing, such as power and l2, but number " + (i + 1)
                                + ", " + normalize.get(i).getClass().getSimpleName()
                                + ", learns from data; in an experiment, give it among the feature's transforms");
            }
        }
        checks.report();
        reduce = List.copyOf(reduce);
        regions = List.copyOf(regions);
        normalize = List.copyOf(normalize);
    }

    /**
     * Improved Fisher vectors (Sánchez et al., IJCV 2013): dense SIFT, reduced to 64 values, 256 Gaussians learned from
     * 250,000 descriptors, the whole image and three stripes, signed square roots, length 1.
     */
    public static Encoding defaults() {
        return new Encoding(
                DenseSift.defaults(),
                250_000,
                List.of(Pca.defaults()),
                false,
                Fisher.defaults(),
                List.of(new Regions(1, 1), new Regions(3, 1)),
                List.of(Power.defaults(), L2Normalize.defaults()));
    }

    @Override
    public EncodingExtractor fit(Dataset train, Run run) {
        LocalDescriptors local = descriptors.fit(train, run);
        Sample sample = Sample.draw(train, local, samples, run);
        Reduction.Fitted reduced = Reduction.fit(reduce, sample.descriptors(), run);
        Matrix rows = reduced.rows();
        if (encoder instanceof LearnedSize learned && rows.rows() < learned.leastRows()) {
            throw new IllegalArgumentException("Encoding: the encoder learns from at least " + learned.leastRows()
                    + " descriptors, but of " + samples + " samples only " + rows.rows()
                    + " were drawn from images that have descriptors; take a smaller k in encoder, or descriptors that"
                    + " all images have");
        }
        Encoder fitted = encoder.fit(positions ? sample.withPlaces(rows) : rows, run);
        return new EncodingExtractor(
                new Describer(local, reduced.reduction(), positions), fitted, new Pyramid(regions), normalizers(run));
    }

    @Override
    public EncodingExtractor restore(NamedArrays arrays, Run run) {
        LocalDescriptors local = descriptors.restore(arrays.part("descriptors"), run);
        Reduction reduced = Reduction.restore(reduce, arrays.part("reduce"), run);
        Encoder fitted = encoder.restore(arrays.part("encoder"), run);
        return new EncodingExtractor(
                new Describer(local, reduced, positions), fitted, new Pyramid(regions), normalizers(run));
    }

    private List<Transform> normalizers(Run run) {
        List<Transform> all = new ArrayList<>();
        for (Spec<Rows, ? extends Transform> part : normalize) {
            all.add(part.restore(NamedArrays.empty(), run));
        }
        return all;
    }

    @Override
    public OptionalInt length(int width, int height, int bands) {
        if (descriptors.needsData()) {
            return OptionalInt.empty();
        }
        OptionalInt length =
                OptionalInt.of(descriptors.fit(Decoded.NONE, Run.defaults()).columns(width, height, bands));
        for (int i = 0; i < reduce.size(); i++) {
            try {
                length = length(reduce.get(i), length);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("reduce, part " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        if (positions && length.isPresent()) {
            length = OptionalInt.of(length.getAsInt() + 2);
        }
        length = length(encoder, length);
        for (Spec<?, ?> part : normalize) {
            length = length(part, length);
        }
        return length.isEmpty()
                ? length
                : OptionalInt.of(Math.multiplyExact(new Pyramid(regions).regions(), length.getAsInt()));
    }

    /** How many values a part makes of a row of so many, if both are known before it is learned. */
    static OptionalInt length(Spec<?, ?> part, OptionalInt columns) {
        return part instanceof LearnedSize learned && columns.isPresent()
                ? OptionalInt.of(learned.length(columns.getAsInt()))
                : OptionalInt.empty();
    }

    /** All images must have descriptors of one length. */
    @Override
    public void checkShapes(Collection<ImageShape> shapes, Run run) {
        if (descriptors.needsData()) {
            return;
        }
        LocalDescriptors local = descriptors.fit(Decoded.NONE, run);
        if (shapes.isEmpty()) {
            return;
        }
        ImageShape first = shapes.iterator().next();
        int columns = local.columns(first.width(), first.height(), first.bands());
        length(first.width(), first.height(), first.bands());
        for (ImageShape shape : shapes) {
            int own = local.columns(shape.width(), shape.height(), shape.bands());
            if (own != columns) {
                throw new IllegalArgumentException("descriptors of images of " + first + " have " + columns
                        + " values, and those of images of " + shape + " have " + own);
            }
        }
    }

    /** The drawn descriptors, before and after they are reduced, and with their places; and what one part needs. */
    @Override
    public long heapBytes(int bands) {
        if (descriptors.needsData()) {
            return 0;
        }
        // Descriptors have the same length for images of any size that is large enough.
        int columns = descriptors.fit(Decoded.NONE, Run.defaults()).columns(LARGE, LARGE, bands);
        long most = 0;
        OptionalInt known = OptionalInt.of(columns);
        for (Spec<?, ?> part : reduce) {
            most = Math.max(most, heapBytes(part, samples, known));
            known = length(part, known);
        }
        if (positions && known.isPresent()) {
            known = OptionalInt.of(known.getAsInt() + 2);
        }
        most = Math.max(most, heapBytes(encoder, samples, known));
        return (1L + reduce.size() + (positions ? 1 : 0)) * samples * columns * Float.BYTES + most;
    }

    /** What a part needs to be fitted to so many rows, if it is known. */
    static long heapBytes(Spec<?, ?> part, int rows, OptionalInt columns) {
        return part instanceof LearnedSize learned && columns.isPresent()
                ? learned.heapBytes(rows, columns.getAsInt())
                : 0;
    }

    /** Of patches that are not changed in more than whitening. */
    @Override
    public boolean hasLearned() {
        return descriptors instanceof PatchDescriptors && !positions && Reduction.hasPictures(reduce);
    }

    /** None if the encoder has no codebook, as Fisher vectors. */
    @Override
    public List<Learned> learned(FeatureExtractor fitted) {
        EncodingExtractor extractor = (EncodingExtractor) fitted;
        return hasLearned() && extractor.encoder().codebook().isPresent()
                ? List.of(new Learned(
                        Learned.WORDS,
                        extractor.words(
                                ((PatchDescriptors) descriptors).patches().size())))
                : List.of();
    }

    @Override
    public boolean needsData() {
        return true;
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        List<UnusedSetting> all = new ArrayList<>(UnusedSetting.within("descriptors", descriptors.unusedSettings()));
        for (int i = 0; i < reduce.size(); i++) {
            all.addAll(UnusedSetting.within("reduce." + i, reduce.get(i).unusedSettings()));
        }
        all.addAll(UnusedSetting.within("encoder", encoder.unusedSettings()));
        for (int i = 0; i < normalize.size(); i++) {
            all.addAll(UnusedSetting.within("normalize." + i, normalize.get(i).unusedSettings()));
        }
        return all;
    }

    @Override
    public Stream<Spec<?, ?>> specs() {
        return Stream.of(Stream.of(descriptors, encoder), reduce.stream(), normalize.stream())
                .flatMap(part -> part);
    }
}
