package dev.whittle.feature.registry;

import boofcv.alg.filter.blur.GBlurImageOps;
import boofcv.factory.feature.dense.FactoryDescribeImageDense;
import boofcv.struct.image.GrayU8;
import dev.whittle.feature.Concat;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageStep;
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
                new SpecType<>(
                        "raw-pixels",
                        RawPixels.class,
                        Dataset.class,
                        FeatureExtractor.class,
                        "The pixels themselves, from 0 to 1",
                        ""),
                new SpecType<>(
                        "hog",
                        Hog.class,
                        Dataset.class,
                        FeatureExtractor.class,
                        "Histograms of oriented gradients",
                        "Dalal and Triggs, CVPR 2005"),
                new SpecType<>(
                        "color-histogram",
                        ColorHistogram.class,
                        Dataset.class,
                        FeatureExtractor.class,
                        "How many pixels have which colour",
                        "Swain and Ballard, IJCV 1991"),
                new SpecType<>(
                        "bag-of-words",
                        BagOfWords.class,
                        Dataset.class,
                        FeatureExtractor.class,
                        "How many patches are nearest to which visual word",
                        "Csurka et al., ECCV workshop 2004; Coates, Lee and Ng, AISTATS 2011"),
                new SpecType<>(
                        "encoding",
                        Encoding.class,
                        Dataset.class,
                        FeatureExtractor.class,
                        "Local descriptors of regions, each region encoded as a vector",
                        "Sánchez et al., IJCV 2013; Lazebnik et al., CVPR 2006"),
                new SpecType<>(
                        "two-layer-filters",
                        TwoLayerFilters.class,
                        Dataset.class,
                        FeatureExtractor.class,
                        "Filters learned without labels, and filters of their responses",
                        "Coates and Ng, NIPS 2011"),
                new SpecType<>(
                        "concat",
                        Concat.class,
                        Dataset.class,
                        FeatureExtractor.class,
                        "Several features one after another",
                        ""),
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
                new SpecType<>(
                        "standardize",
                        Standardize.class,
                        Rows.class,
                        Transform.class,
                        "Every column with mean 0 and standard deviation 1",
                        ""),
                new SpecType<>(
                        "zca",
                        Zca.class,
                        Rows.class,
                        Transform.class,
                        "ZCA whitening: columns uncorrelated, turned as little as possible",
                        "Bell and Sejnowski, Vision Research 1997"),
                new SpecType<>(
                        "pca",
                        Pca.class,
                        Rows.class,
                        Transform.class,
                        "Principal components, whitened if asked",
                        "Hotelling 1933"),
                new SpecType<>(
                        "power",
                        Power.class,
                        Rows.class,
                        Transform.class,
                        "The signed power of every value",
                        "Perronnin et al., ECCV 2010"),
                new SpecType<>("l2", L2Normalize.class, Rows.class, Transform.class, "Every row with length 1", ""),
                new SpecType<>(
                        "hellinger",
                        Hellinger.class,
                        Rows.class,
                        Transform.class,
                        "The square root of every value's share of its row",
                        "Arandjelović and Zisserman, CVPR 2012"),
                new SpecType<>(
                        "product-quantization",
                        ProductQuantizer.class,
                        Rows.class,
                        Transform.class,
                        "Training rows as codes, 1 byte for 8 values; other rows stay as they are",
                        "Jégou et al., PAMI 2011; Sánchez and Perronnin, CVPR 2011"),
                new SpecType<>(
                        "additive-chi-squared",
                        AdditiveChiSquared.class,
                        Rows.class,
                        Transform.class,
                        "Kernel map of the additive chi-squared kernel of histograms",
                        "Vedaldi and Zisserman, PAMI 2012"),
                new SpecType<>(
                        "random-fourier",
                        RandomFourier.class,
                        Rows.class,
                        Transform.class,
                        "Kernel map of the RBF kernel, from random cosines",
                        "Rahimi and Recht, NIPS 2007"),
                new SpecType<>(
                        "nystroem",
                        Nystroem.class,
                        Rows.class,
                        Transform.class,
                        "Kernel map of the RBF kernel, from the kernel with some rows",
                        "Williams and Seeger, NIPS 2000"),
                new SpecType<>(
                        "tf-idf",
                        TfIdf.class,
                        Rows.class,
                        Transform.class,
                        "Histograms of words, rare words weighing more",
                        "Sivic and Zisserman, ICCV 2003"),
                new SpecType<>(
                        "hard-words",
                        HardWords.class,
                        Rows.class,
                        Encoder.class,
                        "The share of descriptors nearest to each word",
                        "Csurka et al., ECCV workshop 2004"),
                new SpecType<>(
                        "soft-words",
                        SoftWords.class,
                        Rows.class,
                        Encoder.class,
                        "Descriptors shared by their nearest words",
                        "van Gemert et al., ECCV 2008; Liu et al., ICCV 2011"),
                new SpecType<>(
                        "triangle",
                        Triangle.class,
                        Rows.class,
                        Encoder.class,
                        "How much nearer each word is than the mean word",
                        "Coates, Lee and Ng, AISTATS 2011"),
                new SpecType<>(
                        "soft-threshold",
                        SoftThreshold.class,
                        Rows.class,
                        Encoder.class,
                        "How far each word's product with descriptors is above a threshold",
                        "Coates and Ng, ICML 2011"),
                new SpecType<>(
                        "two-sided-rectifier",
                        TwoSidedRectifier.class,
                        Rows.class,
                        Encoder.class,
                        "The same for each word and for its opposite",
                        "Coates and Ng, ICML 2011; Sparks et al., ICDE 2017"),
                new SpecType<>(
                        "llc",
                        Llc.class,
                        Rows.class,
                        Encoder.class,
                        "Descriptors as sums of their nearest words",
                        "Wang et al., CVPR 2010"),
                new SpecType<>(
                        "vlad",
                        Vlad.class,
                        Rows.class,
                        Encoder.class,
                        "The sum of the differences from each nearest word",
                        "Jégou et al., CVPR 2010; Arandjelović and Zisserman, CVPR 2013"),
                new SpecType<>(
                        "fisher",
                        Fisher.class,
                        Rows.class,
                        Encoder.class,
                        "Fisher vector: how the descriptors would change a Gaussian mixture",
                        "Perronnin and Dance, CVPR 2007"),
                new SpecType<>(
                        "dense-sift",
                        DenseSift.class,
                        Dataset.class,
                        LocalDescriptors.class,
                        "SIFT on a dense grid at several scales",
                        "Lowe, IJCV 2004; Bosch et al., ICCV 2007"),
                new SpecType<>(
                        "patches",
                        PatchDescriptors.class,
                        Dataset.class,
                        LocalDescriptors.class,
                        "Square patches of pixels, normalised for brightness and contrast",
                        "Coates, Lee and Ng, AISTATS 2011"),
                new SpecType<>(
                        "color-statistics",
                        ColorStatistics.class,
                        Dataset.class,
                        LocalDescriptors.class,
                        "Mean and deviation of red, green and blue in 4×4 cells, on a dense grid at several scales",
                        "Clinchant et al., ImagEval 2007"),
                new SpecType<>(
                        "boofcv-descriptors",
                        BoofCvDescriptors.class,
                        Dataset.class,
                        LocalDescriptors.class,
                        "SURF or SIFT of the library BoofCV, on a dense grid or at interest points",
                        "Bay et al., CVIU 2008; Lowe, IJCV 2004"),
                new SpecType<>(
                        "hog-cells",
                        HogCells.class,
                        Dataset.class,
                        LocalDescriptors.class,
                        "Cells or blocks of HoG at several scales",
                        "Dalal and Triggs, CVPR 2005; Felzenszwalb et al., PAMI 2010"),
                new SpecType<>(
                        "superpixel-histograms",
                        SuperpixelHistograms.class,
                        Dataset.class,
                        LocalDescriptors.class,
                        "The colour histogram of each superpixel",
                        "Chang et al., CVPR 2024; Swain and Ballard, IJCV 1991"),
                new SpecType<>(
                        "superpixel-places",
                        SuperpixelPlaces.class,
                        Dataset.class,
                        LocalDescriptors.class,
                        "Descriptors at the centres of superpixels, so that the borders of regions follow the image",
                        "Chang et al., CVPR 2024"),
                new SpecType<>(
                        "stored-descriptors",
                        StoredDescriptors.class,
                        Dataset.class,
                        LocalDescriptors.class,
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
