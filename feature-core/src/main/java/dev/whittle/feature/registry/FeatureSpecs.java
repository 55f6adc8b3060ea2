package dev.whittle.feature.registry;

import boofcv.alg.filter.blur.GBlurImageOps;
import boofcv.factory.feature.dense.FactoryDescribeImageDense;
import boofcv.struct.image.GrayU8;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.Mixture;
import dev.whittle.feature.cluster.Omp1;
import dev.whittle.feature.cluster.RandomFilters;
import dev.whittle.feature.cluster.RandomPatches;
import dev.whittle.feature.color.ColorConversion;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.color.KMeansPalette;
import dev.whittle.feature.color.MedianCut;
import dev.whittle.feature.color.Palette;
import dev.whittle.feature.color.Quantize;
import dev.whittle.feature.color.UniformPalette;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.encode.Encoder;
import dev.whittle.feature.encode.Encoding;
import dev.whittle.feature.encode.Fisher;
import dev.whittle.feature.encode.HardWords;
import dev.whittle.feature.encode.Llc;
import dev.whittle.feature.encode.SoftThreshold;
import dev.whittle.feature.encode.SoftWords;
import dev.whittle.feature.encode.SuperpixelHistograms;
import dev.whittle.feature.encode.SuperpixelPlaces;
import dev.whittle.feature.encode.Triangle;
import dev.whittle.feature.encode.TwoLayerFilters;
import dev.whittle.feature.encode.TwoSidedRectifier;
import dev.whittle.feature.encode.Vlad;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.GaussianBlur;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.image.RandomIllumination;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.Scale;
import dev.whittle.feature.local.BoofCvDescriptors;
import dev.whittle.feature.local.ColorStatistics;
import dev.whittle.feature.local.DenseSift;
import dev.whittle.feature.local.HogCells;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.local.PatchDescriptors;
import dev.whittle.feature.local.StoredDescriptors;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.AdditiveChiSquared;
import dev.whittle.feature.transform.Hellinger;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Nystroem;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Power;
import dev.whittle.feature.transform.ProductQuantizer;
import dev.whittle.feature.transform.RandomFourier;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.TfIdf;
import dev.whittle.feature.transform.Zca;
import java.util.List;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/** The features and transforms of this module. A new one must be added here; a test checks that none is missing. */
public final class FeatureSpecs implements SpecProvider {
    @Override
    public List<SpecType<?, ?>> types() {
        return List.of(
                feature("raw-pixels", RawPixels.class, "The pixels themselves, from 0 to 1", ""),
                feature("hog", Hog.class, "Histograms of oriented gradients", "Dalal and Triggs, CVPR 2005"),
                feature(
                        "color-histogram",
                        ColorHistogram.class,
                        "How many pixels have which colour",
                        "Swain and Ballard, IJCV 1991"),
                feature(
                        "bag-of-words",
                        BagOfWords.class,
                        "How many patches are nearest to which visual word",
                        "Csurka et al., ECCV workshop 2004; Coates, Lee and Ng, AISTATS 2011"),
                feature(
                        "encoding",
                        Encoding.class,
                        "Local descriptors of regions, each region encoded as a vector",
                        "Sánchez et al., IJCV 2013; Lazebnik et al., CVPR 2006"),
                feature(
                        "two-layer-filters",
                        TwoLayerFilters.class,
                        "Filters learned without labels, and filters of their responses",
                        "Coates and Ng, NIPS 2011"),
                feature("concat", Concat.class, "Several features one after another", ""),
                new SpecType<>(
                        "equalize",
                        Equalize.class,
                        Dataset.class,
                        ImageStep.class,
                        "Histogram equalisation",
                        "Gonzalez and Woods, Digital Image Processing, section 3.3"),
                new SpecType<>("gray", Gray.class, Dataset.class, ImageStep.class, "The luma alone", "ITU-R BT.601"),
                new SpecType<>("scale", Scale.class, Dataset.class, ImageStep.class, "All images in one size", ""),
                new SpecType<>("blur", GaussianBlur.class, Dataset.class, ImageStep.class, "A Gaussian blur", ""),
                new SpecType<>(
                        "light",
                        RandomIllumination.class,
                        Dataset.class,
                        ImageStep.class,
                        "Another light for each image, to measure what it does to features",
                        ""),
                new SpecType<>(
                        "color-space",
                        ColorConversion.class,
                        Dataset.class,
                        ImageStep.class,
                        "The image in another colour space",
                        "Gonzalez and Woods, Digital Image Processing, chapter 6"),
                new SpecType<>(
                        "quantize",
                        Quantize.class,
                        Dataset.class,
                        ImageStep.class,
                        "The image with the colours of a palette",
                        "Heckbert, SIGGRAPH 1982"),
                new SpecType<>(
                        "uniform-palette",
                        UniformPalette.class,
                        Dataset.class,
                        Palette.class,
                        "The centres of equal boxes of RGB",
                        "Heckbert, SIGGRAPH 1982"),
                new SpecType<>(
                        "median-cut",
                        MedianCut.class,
                        Dataset.class,
                        Palette.class,
                        "Colours that stand for about as many pixels each",
                        "Heckbert, SIGGRAPH 1982"),
                new SpecType<>(
                        "kmeans-palette",
                        KMeansPalette.class,
                        Dataset.class,
                        Palette.class,
                        "The centroids of pixels in RGB",
                        "Lloyd, IEEE Trans. Inf. Theory 1982"),
                transform("standardize", Standardize.class, "Every column with mean 0 and standard deviation 1", ""),
                transform(
                        "zca",
                        Zca.class,
                        "ZCA whitening: columns uncorrelated, turned as little as possible",
                        "Bell and Sejnowski, Vision Research 1997"),
                transform("pca", Pca.class, "Principal components, whitened if asked", "Hotelling 1933"),
                transform("power", Power.class, "The signed power of every value", "Perronnin et al., ECCV 2010"),
                transform("l2", L2Normalize.class, "Every row with length 1", ""),
                transform(
                        "hellinger",
                        Hellinger.class,
                        "The square root of every value's share of its row",
                        "Arandjelović and Zisserman, CVPR 2012"),
                transform(
                        "product-quantization",
                        ProductQuantizer.class,
                        "Training rows as codes, 1 byte for 8 values; other rows stay as they are",
                        "Jégou et al., PAMI 2011; Sánchez and Perronnin, CVPR 2011"),
                transform(
                        "additive-chi-squared",
                        AdditiveChiSquared.class,
                        "Kernel map of the additive chi-squared kernel of histograms",
                        "Vedaldi and Zisserman, PAMI 2012"),
                transform(
                        "random-fourier",
                        RandomFourier.class,
                        "Kernel map of the RBF kernel, from random cosines",
                        "Rahimi and Recht, NIPS 2007"),
                transform(
                        "nystroem",
                        Nystroem.class,
                        "Kernel map of the RBF kernel, from the kernel with some rows",
                        "Williams and Seeger, NIPS 2000"),
                transform(
                        "tf-idf",
                        TfIdf.class,
                        "Histograms of words, rare words weighing more",
                        "Sivic and Zisserman, ICCV 2003"),
                encoder(
                        "hard-words",
                        HardWords.class,
                        "The share of descriptors nearest to each word",
                        "Csurka et al., ECCV workshop 2004"),
                encoder(
                        "soft-words",
                        SoftWords.class,
                        "Descriptors shared by their nearest words",
                        "van Gemert et al., ECCV 2008; Liu et al., ICCV 2011"),
                encoder(
                        "triangle",
                        Triangle.class,
                        "How much nearer each word is than the mean word",
                        "Coates, Lee and Ng, AISTATS 2011"),
                encoder(
                        "soft-threshold",
                        SoftThreshold.class,
                        "How far each word's product with descriptors is above a threshold",
                        "Coates and Ng, ICML 2011"),
                encoder(
                        "two-sided-rectifier",
                        TwoSidedRectifier.class,
                        "The same for each word and for its opposite",
                        "Coates and Ng, ICML 2011; Sparks et al., ICDE 2017"),
                encoder("llc", Llc.class, "Descriptors as sums of their nearest words", "Wang et al., CVPR 2010"),
                encoder(
                        "vlad",
                        Vlad.class,
                        "The sum of the differences from each nearest word",
                        "Jégou et al., CVPR 2010; Arandjelović and Zisserman, CVPR 2013"),
                encoder(
                        "fisher",
                        Fisher.class,
                        "Fisher vector: how the descriptors would change a Gaussian mixture",
                        "Perronnin and Dance, CVPR 2007"),
                descriptors(
                        "dense-sift",
                        DenseSift.class,
                        "SIFT on a dense grid at several scales",
                        "Lowe, IJCV 2004; Bosch et al., ICCV 2007"),
                descriptors(
                        "patches",
                        PatchDescriptors.class,
                        "Square patches of pixels, normalised for brightness and contrast",
                        "Coates, Lee and Ng, AISTATS 2011"),
                descriptors(
                        "color-statistics",
                        ColorStatistics.class,
                        "Mean and deviation of red, green and blue in 4×4 cells, on a dense grid at several scales",
                        "Clinchant et al., ImagEval 2007"),
                descriptors(
                        "boofcv-descriptors",
                        BoofCvDescriptors.class,
                        "SURF or SIFT of the library BoofCV, on a dense grid or at interest points",
                        "Bay et al., CVIU 2008; Lowe, IJCV 2004"),
                descriptors(
                        "hog-cells",
                        HogCells.class,
                        "Cells or blocks of HoG at several scales",
                        "Dalal and Triggs, CVPR 2005; Felzenszwalb et al., PAMI 2010"),
                descriptors(
                        "superpixel-histograms",
                        SuperpixelHistograms.class,
                        "The colour histogram of each superpixel",
                        "Chang et al., CVPR 2024; Swain and Ballard, IJCV 1991"),
                descriptors(
                        "superpixel-places",
                        SuperpixelPlaces.class,
                        "Descriptors at the centres of superpixels, so that the borders of regions follow the image",
                        "Chang et al., CVPR 2024"),
                descriptors(
                        "stored-descriptors",
                        StoredDescriptors.class,
                        "Descriptors from .npy files, such as those of another program",
                        ""),
                new SpecType<>(
                        "gaussian-mixture",
                        GaussianMixture.class,
                        Rows.class,
                        Mixture.class,
                        "A mixture of Gaussians with diagonal covariances, by EM",
                        "Dempster, Laird and Rubin, JRSS B 1977"),
                new SpecType<>(
                        "kmeans",
                        KMeans.class,
                        Rows.class,
                        Codebook.class,
                        "Centroids of clusters, by Lloyd's iteration",
                        "Lloyd, IEEE Trans. Inf. Theory 1982"),
                new SpecType<>(
                        "omp-1",
                        Omp1.class,
                        Rows.class,
                        Codebook.class,
                        "Atoms of length 1, such that each row is near a multiple of one",
                        "Coates and Ng, ICML 2011"),
                new SpecType<>(
                        "random-patches",
                        RandomPatches.class,
                        Rows.class,
                        Codebook.class,
                        "Rows drawn at random, with length 1",
                        "Coates and Ng, ICML 2011"),
                new SpecType<>(
                        "random-filters",
                        RandomFilters.class,
                        Rows.class,
                        Codebook.class,
                        "Gaussian vectors with length 1",
                        "Coates and Ng, ICML 2011"));
    }

    private static SpecType<Dataset, FeatureExtractor> feature(
            String name,
            Class<? extends Spec<Dataset, ? extends FeatureExtractor>> type,
            String summary,
            String source) {
        return new SpecType<>(name, type, Dataset.class, FeatureExtractor.class, summary, source);
    }

    private static SpecType<Dataset, LocalDescriptors> descriptors(
            String name,
            Class<? extends Spec<Dataset, ? extends LocalDescriptors>> type,
            String summary,
            String source) {
        return new SpecType<>(name, type, Dataset.class, LocalDescriptors.class, summary, source);
    }

    private static SpecType<Rows, Transform> transform(
            String name, Class<? extends Spec<Rows, ? extends Transform>> type, String summary, String source) {
        return new SpecType<>(name, type, Rows.class, Transform.class, summary, source);
    }

    private static SpecType<Rows, Encoder> encoder(
            String name, Class<? extends Spec<Rows, ? extends Encoder>> type, String summary, String source) {
        return new SpecType<>(name, type, Rows.class, Encoder.class, summary, source);
    }

    /** EJML computes the eigenvectors, and BoofCV has the images, SURF and a SIFT. */
    @Override
    public List<Class<?>> code() {
        return List.of(
                FeatureSpecs.class,
                DecompositionFactory_DDRM.class,
                GrayU8.class,
                FactoryDescribeImageDense.class,
                GBlurImageOps.class);
    }
}
