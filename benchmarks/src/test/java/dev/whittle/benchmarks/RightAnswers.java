package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.nn.Network;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Gemm;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Mixture;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.color.ColorSpace;
import dev.whittle.feature.encode.Encoder;
import dev.whittle.feature.encode.FisherEncoder;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.Hsi;
import dev.whittle.feature.image.Hsv;
import dev.whittle.feature.image.Lab;
import dev.whittle.feature.image.Opponent;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.segment.Hhts;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** The right answers to the inputs of the benchmarks, computed in another way. */
final class RightAnswers {
    /** Two threads and the scalar kernels, so that the comparison is not one of a call with itself. */
    private static final Run OTHER = Run.defaults().withThreads(2).withKernels(KernelChoice.SCALAR.kernels());

    private RightAnswers() {}

    /** The answer to the same input by another way; a benchmark that is not known here fails. */
    static float[] of(Variant variant, Object state) {
        if (state instanceof GemmBenchmark gemm) {
            return product(gemm.a, gemm.b);
        }
        if (state instanceof Conv2dBenchmark conv) {
            return switch (variant.method().getName()) {
                case "product" -> product(conv.filters, conv.patches);
                case "forward" ->
                    conv.network(1).scores(conv.samples.features(), OTHER).data();
                default -> {
                    Network network = conv.network(2);
                    yield conv.step(network, network.training(new CrossEntropy(), OTHER));
                }
            };
        }
        Object expected;
        if (state instanceof HogBenchmark hog) {
            expected = hog.kind.hog.fit(hog.pictures, OTHER).extractAll(hog.pictures, OTHER);
        } else if (state instanceof HogPeersBenchmark hog) {
            expected = Hog.defaults().fit(hog.pictures, OTHER).extractAll(hog.pictures, OTHER);
        } else if (state instanceof HogGrowthBenchmark hog) {
            expected = Hog.defaults().fit(hog.pictures, OTHER).extractAll(hog.pictures, OTHER);
        } else if (state instanceof DenseSiftBenchmark sift) {
            var out = new dev.whittle.feature.local.Descriptors();
            DenseSiftBenchmark.SIFT
                    .fit(sift.pictures, OTHER)
                    .describe(sift.pictures.image(sift.pictures.size() - 1), out, OTHER);
            return out.values();
        } else if (state instanceof ExtractAllBenchmark all) {
            expected = oneByOne(Hog.defaults(), all.pictures);
        } else if (state instanceof HiddenLayerBenchmark hidden) {
            expected = oneByOne(
                    switch (variant.method().getName()) {
                        case "alone" -> hidden.layer();
                        case "pixels" -> hidden.grayPixels();
                        default -> hidden.layerAndPixels();
                    },
                    hidden.pictures);
        } else if (state instanceof ColorPeersBenchmark colours) {
            expected = colours(colours.pictures, colours.work);
        } else if (state instanceof KMeansBenchmark means) {
            int k = Pictures.numbers(means.shape)[2];
            expected = lloyd(means.rows, k, KMeansBenchmark.ITERATIONS);
        } else if (state instanceof KMeansGrowthBenchmark means) {
            expected = lloyd(means.rows, means.spec.k(), KMeansBenchmark.ITERATIONS);
        } else if (state instanceof FisherBenchmark fisher) {
            expected = variant.method().getName().equals("encode")
                    ? fisherVector(fisher.mixture, fisher.rows)
                    : sums(fisher.posteriors, fisher.rows);
        } else if (state instanceof WordEncodingBenchmark words) {
            Encoder encoder = words.encoder(OTHER);
            return WordEncodingBenchmark.code(encoder, words.rows, new float[encoder.length()], OTHER);
        } else if (state instanceof KernelMapBenchmark map) {
            expected = oneByOne(map.map(OTHER), map.rows);
        } else if (state instanceof MixtureBenchmark mixture) {
            expected = MixtureBenchmark.spec(mixture.start.size()).fit(mixture.rows, mixture.start, OTHER);
        } else if (state instanceof NearestWordBenchmark nearest) {
            expected = nearest(nearest.rows, nearest.words);
        } else if (state instanceof ColorHistogramBenchmark colours) {
            expected = switch (variant.method().getName()) {
                case "hsvHistogram" -> {
                    FeatureExtractor joint = new ColorHistogram(ColorSpace.HSV, List.of(10, 4, 4), true, true, 1)
                            .fit(colours.pictures, OTHER);
                    yield joint.extractAll(colours.pictures, OTHER);
                }
                case "hsvFromRgb" -> converted(colours.pictures, Hsv::fromRgb);
                case "hsiFromRgb" -> converted(colours.pictures, Hsi::fromRgb);
                case "opponentFromRgb" -> converted(colours.pictures, Opponent::fromRgb);
                case "paletteHistogram" -> {
                    FeatureExtractor palette = ColorHistogramBenchmark.OVER_PALETTE.fit(colours.pictures, OTHER);
                    yield palette.extractAll(colours.pictures, OTHER);
                }
                case "equalizeBands" ->
                    converted(colours.pictures, (in, out) -> {
                        for (int b = 0; b < 3; b++) {
                            Equalize.gray(in.getBand(b), out.getBand(b), OTHER);
                        }
                    });
                case "equalizeLuma" -> converted(colours.pictures, (in, out) -> Equalize.luma(in, out, OTHER));
                default -> throw new AssertionError("No right answer is known for " + variant);
            };
        } else if (state instanceof SuperpixelsBenchmark superpixels) {
            return floats(Hhts.defaults().segment(superpixels.image, OTHER).labels(SuperpixelsBenchmark.TARGET).data);
        } else if (state instanceof BagOfWordsBenchmark words) {
            expected = BagOfWordsBenchmark.WORDS.fit(words.pictures, OTHER).extractAll(words.pictures, OTHER);
        } else if (state instanceof MlpEpochBenchmark mlp) {
            expected = MlpEpochBenchmark.MLP.fit(mlp.samples, OTHER);
        } else if (state instanceof TwoLayerNetBenchmark net) {
            return secondLayer(net);
        } else if (state instanceof SvmBenchmark svm) {
            return linear(svm.trained);
        } else if (state instanceof SoftmaxBenchmark softmax) {
            return linear(softmax.trained);
        } else if (state instanceof WideHeadBenchmark wide) {
            expected = wide.spec().fit(wide.samples, OTHER);
        } else if (state instanceof CodedTrainingBenchmark training) {
            expected = CodedTrainingBenchmark.SVM.fit(training.plain, OTHER);
        } else if (state instanceof ProductCodesBenchmark codes) {
            expected = CompressionAnswers.decoded(codes, OTHER);
        } else if (state instanceof ImageNetworkBenchmark net) {
            ImageNetworks other = new ImageNetworks.Whittle(ImageNetworks.samples(net.images), OTHER);
            other.step();
            other.step();
            return other.scores();
        } else if (state instanceof OnnxBenchmark onnx) {
            float[] feature =
                    onnx.feature(OTHER).extractAll(onnx.pictures, OTHER).data();
            // ONNX Runtime adds in another order than Whittle's network.
            assertArrayEquals(onnx.model.scores(onnx.pictures, OTHER).data(), feature, 1e-4f);
            return feature;
        } else if (state instanceof MlpPeersBenchmark mlp) {
            Matrix all = mlp.data.samples().inMemory("A test");
            int[] first = IntStream.range(0, Math.min(1000, all.rows())).toArray();
            expected = MlpHeads.Whittle.spec(10).fit(mlp.data.samples(), OTHER).scores(all.selectRows(first), OTHER);
        } else {
            throw new AssertionError("No right answer is known for " + variant);
        }
        return Variant.numbers(expected);
    }

    private static float[] floats(int[] integers) {
        float[] values = new float[integers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = integers[i];
        }
        return values;
    }

    private static float[] fisherVector(Mixture mixture, Matrix rows) {
        Encoder encoder = new FisherEncoder(mixture);
        double[] statistics = encoder.start();
        encoder.add(rows.data(), 0, rows.rows(), statistics, OTHER);
        float[] code = new float[encoder.length()];
        encoder.code(statistics, rows.rows(), code, 0, OTHER);
        return code;
    }

    /** The same product twice, one added to the other. */
    private static float[] sums(Matrix posteriors, Matrix rows) {
        float[] sums = product(posteriors, rows);
        addProduct(posteriors, rows, sums);
        return sums;
    }

    private static float[] linear(TrainedTo trained) {
        return new LinearHeads.Whittle(trained.problem, trained.data.samples(), OTHER)
                .fit(trained.tolerance)
                .values();
    }

    /** One row after the other, each computed by itself. */
    private static Matrix oneByOne(Spec<Dataset, FeatureExtractor> feature, Pictures pictures) {
        FeatureExtractor extractor = feature.fit(pictures, OTHER);
        Matrix features = new Matrix(pictures.size(), extractor.length(pictures.image(0)));
        for (int i = 0; i < pictures.size(); i++) {
            extractor.extract(pictures.image(i), features.data(), i * features.columns(), Run.defaults());
        }
        return features;
    }

    private static Matrix oneByOne(Transform map, Matrix rows) {
        int columns = map.columns(rows.columns());
        Matrix mapped = new Matrix(rows.rows(), columns);
        for (int r = 0; r < rows.rows(); r++) {
            map.apply(rows.data(), r * rows.columns(), 1, rows.columns(), mapped.data(), r * columns, OTHER);
        }
        return mapped;
    }

    private static float[] colours(Pictures pictures, ColorPeersBenchmark.Work work) {
        return switch (work) {
            case HSV_HISTOGRAM ->
                Variant.numbers(ColorHistogram.defaults().fit(pictures, OTHER).extractAll(pictures, OTHER));
            case HISTOGRAM ->
                Variant.numbers(ColorPeersBenchmark.OF_RGB.fit(pictures, OTHER).extractAll(pictures, OTHER));
            case HSV -> interleaved(converted(pictures, Hsv::fromRgb));
            case LAB -> interleaved(converted(pictures, Lab::fromRgb));
            case EQUALIZE -> {
                List<Planar<GrayU8>> first =
                        converted(pictures, (in, out) -> Equalize.gray(in.getBand(0), out.getBand(0), OTHER));
                first.forEach(image -> image.setBands(new GrayU8[] {image.getBand(0)}));
                yield Variant.numbers(first);
            }
        };
    }

    private static float[] interleaved(List<Planar<GrayU8>> images) {
        float[] bands = Variant.numbers(images);
        float[] values = new float[bands.length];
        int pixels = images.get(0).width * images.get(0).height;
        for (int i = 0; i < bands.length; i++) {
            int image = i / (3 * pixels);
            int band = i / pixels % 3;
            values[3 * (image * pixels + i % pixels) + band] = bands[i];
        }
        return values;
    }

    /** Lloyd's iteration over {@link Codebook#assign}, with the means in double. */
    private static float[] lloyd(Matrix rows, int k, int iterations) {
        Matrix centroids = Descriptors.start(rows, k, OTHER);
        for (int iteration = 0; iteration < iterations; iteration++) {
            int[] words = new Codebook(centroids).assign(rows, OTHER);
            double[][] sums = new double[k][rows.columns()];
            int[] counts = new int[k];
            for (int r = 0; r < words.length; r++) {
                counts[words[r]]++;
                for (int c = 0; c < rows.columns(); c++) {
                    sums[words[r]][c] += rows.get(r, c);
                }
            }
            Matrix means = new Matrix(k, rows.columns());
            for (int w = 0; w < k; w++) {
                assertTrue(counts[w] > 0, "an empty cluster is not expected here");
                for (int c = 0; c < rows.columns(); c++) {
                    means.set(w, c, (float) (sums[w][c] / counts[w]));
                }
            }
            if (means.bitsEqual(centroids)) {
                break;
            }
            centroids = means;
        }
        return centroids.data();
    }

    /** The greatest x·w - |w|²/2, each a chain of fma that begins at -|w|²/2. */
    private static float[] nearest(Matrix rows, Matrix words) {
        Matrix scores = new Matrix(rows.rows(), words.rows());
        Matrix transposed = new Matrix(words.columns(), words.rows());
        for (int w = 0; w < words.rows(); w++) {
            double squares = 0;
            for (int c = 0; c < words.columns(); c++) {
                transposed.set(c, w, words.get(w, c));
                squares += (double) words.get(w, c) * words.get(w, c);
            }
            for (int r = 0; r < rows.rows(); r++) {
                scores.set(r, w, -(float) (squares / 2));
            }
        }
        addProduct(rows, transposed, scores.data());
        float[] nearest = new float[rows.rows()];
        for (int r = 0; r < rows.rows(); r++) {
            int best = 0;
            for (int w = 1; w < words.rows(); w++) {
                if (scores.get(r, w) > scores.get(r, best)) {
                    best = w;
                }
            }
            nearest[r] = best;
        }
        return nearest;
    }

    private static List<Planar<GrayU8>> converted(
            Pictures pictures, BiConsumer<Planar<GrayU8>, Planar<GrayU8>> conversion) {
        List<Planar<GrayU8>> all = new ArrayList<>();
        for (Planar<GrayU8> image : pictures.images()) {
            Planar<GrayU8> copy = image.clone();
            conversion.accept(copy, copy);
            all.add(copy);
        }
        return all;
    }

    /** Each element is one fma chain in order of k: the definition, written again. */
    private static float[] product(Matrix a, Matrix b) {
        float[] c = new float[a.rows() * b.columns()];
        addProduct(a, b, c);
        return c;
    }

    private static void addProduct(Matrix a, Matrix b, float[] c) {
        int n = b.columns();
        for (int i = 0; i < a.rows(); i++) {
            for (int k = 0; k < a.columns(); k++) {
                float factor = a.get(i, k);
                for (int j = 0; j < n; j++) {
                    c[i * n + j] = Math.fma(factor, b.data()[k * n + j], c[i * n + j]);
                }
            }
        }
    }

    /** By products of whole matrices, as the lecture's program has it. */
    private static float[] secondLayer(TwoLayerNetBenchmark net) {
        Matrix x = Matrix.inMemory(net.samples.features());
        int n = x.rows();
        int outputs = net.samples.classes();
        int hidden = net.second.length / outputs;
        Matrix w1 = new Matrix(x.columns(), hidden, net.first.clone());
        Matrix w2 = new Matrix(hidden, outputs, net.second.clone());
        for (int step = 0; step < TwoLayerNetBenchmark.STEPS; step++) {
            Matrix r = new Matrix(n, hidden);
            Gemm.addProduct(OTHER, x, w1, r);
            for (int i = 0; i < r.data().length; i++) {
                r.data()[i] = Math.max(0, r.data()[i]);
            }
            Matrix g = new Matrix(n, outputs);
            Gemm.addProduct(OTHER, r, w2, g);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < outputs; j++) {
                    g.set(i, j, 2 * (g.get(i, j) - (net.samples.labels()[i] == j ? 1 : 0)) / n);
                }
            }
            Matrix back = new Matrix(n, hidden);
            Gemm.addProductTransposedB(OTHER, g, w2, back);
            for (int i = 0; i < back.data().length; i++) {
                back.data()[i] = r.data()[i] > 0 ? back.data()[i] : 0;
            }
            descend(w1, x, back);
            descend(w2, r, g);
        }
        return w2.data();
    }

    private static void descend(Matrix w, Matrix in, Matrix out) {
        Matrix gradient = new Matrix(w.rows(), w.columns());
        Gemm.addProduct(OTHER, transposed(in), out, gradient);
        for (int i = 0; i < w.data().length; i++) {
            w.data()[i] -= TwoLayerNetBenchmark.RATE * gradient.data()[i];
        }
    }

    private static Matrix transposed(Matrix m) {
        Matrix turned = new Matrix(m.columns(), m.rows());
        for (int i = 0; i < m.rows(); i++) {
            for (int j = 0; j < m.columns(); j++) {
                turned.set(j, i, m.get(i, j));
            }
        }
        return turned;
    }
}
