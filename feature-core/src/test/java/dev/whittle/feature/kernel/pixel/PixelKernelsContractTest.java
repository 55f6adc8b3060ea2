package dev.whittle.feature.kernel.pixel;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The contract must fail for kernels that are wrong in the ways that matter. */
class PixelKernelsContractTest {
    private static PixelKernelsContract contract(PixelKernels kernels) {
        return new PixelKernelsContract() {
            @Override
            protected PixelKernels kernels() {
                return kernels;
            }
        };
    }

    /** The reference, with something done after luma. */
    private abstract static class Faulty extends ReferencePixelKernels {
        @Override
        void luma(
                byte[] red,
                int redOffset,
                byte[] green,
                int greenOffset,
                byte[] blue,
                int blueOffset,
                byte[] luma,
                int lumaOffset,
                int n) {
            super.luma(red, redOffset, green, greenOffset, blue, blueOffset, luma, lumaOffset, n);
            if (n > 0) {
                fault(red, redOffset, luma, lumaOffset, n);
            }
        }

        abstract void fault(byte[] red, int redOffset, byte[] luma, int lumaOffset, int n);
    }

    @Test
    void theReferencePasses() {
        contract(new ReferencePixelKernels()).slicesOfAllSizes();
        contract(new ReferencePixelKernels()).outputsThatAreInputs();
    }

    @Test
    void oneWrongPixel() {
        PixelKernelsContract contract = contract(new Faulty() {
            @Override
            void fault(byte[] red, int redOffset, byte[] luma, int lumaOffset, int n) {
                luma[lumaOffset + n - 1]++;
            }
        });
        assertThrows(AssertionError.class, contract::slicesOfAllSizes);
        assertThrows(AssertionError.class, contract::outputsThatAreInputs);
        assertThrows(AssertionError.class, contract::allTriples);
    }

    @Test
    void aWriteAfterTheSlice() {
        assertThrows(AssertionError.class, contract(new Faulty() {
            @Override
            void fault(byte[] red, int redOffset, byte[] luma, int lumaOffset, int n) {
                if (lumaOffset + n < luma.length) {
                    luma[lumaOffset + n] ^= 1;
                }
            }
        })::slicesOfAllSizes);
    }

    @Test
    void aChangedInput() {
        assertThrows(AssertionError.class, contract(new Faulty() {
            @Override
            void fault(byte[] red, int redOffset, byte[] luma, int lumaOffset, int n) {
                red[redOffset] ^= 1;
            }
        })::slicesOfAllSizes);
    }

    @Test
    void oneWrongColour() {
        PixelKernelsContract contract = contract(new ReferencePixelKernels() {
            @Override
            void hsv(
                    byte[] red,
                    int redOffset,
                    byte[] green,
                    int greenOffset,
                    byte[] blue,
                    int blueOffset,
                    byte[] hue,
                    int hueOffset,
                    byte[] saturation,
                    int saturationOffset,
                    byte[] value,
                    int valueOffset,
                    int n) {
                boolean wrong = n == 1 << 16 && red[redOffset] == 77;
                super.hsv(
                        red,
                        redOffset,
                        green,
                        greenOffset,
                        blue,
                        blueOffset,
                        hue,
                        hueOffset,
                        saturation,
                        saturationOffset,
                        value,
                        valueOffset,
                        n);
                if (wrong) {
                    saturation[saturationOffset + 12_345]++;
                }
            }

            @Override
            void hsvBins(
                    HsvBins bins,
                    byte[] red,
                    int redOffset,
                    byte[] green,
                    int greenOffset,
                    byte[] blue,
                    int blueOffset,
                    byte[] out,
                    int outOffset,
                    int n) {
                super.hsvBins(bins, red, redOffset, green, greenOffset, blue, blueOffset, out, outOffset, n);
                if (bins.hues == 179) {
                    out[outOffset + n - 1]--;
                }
            }
        });
        assertThrows(AssertionError.class, contract::allTriples);
        assertThrows(AssertionError.class, contract::allNumbersOfHues);
    }
}
