/*
 * Writes JPEG files that Pillow cannot: YCCK, RGB without a colour transform, vertical chroma subsampling, restart
 * intervals. libjpeg-turbo 2.1.5 (API 6b); compiled and run by images.py:
 *   jpegs KIND WIDTH HEIGHT < interleaved samples > file.jpg     KIND: ycck (input CMYK), rgb, 440, restart (input RGB)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    const char *kind = argv[1];
    int width = atoi(argv[2]), height = atoi(argv[3]);
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr errors;
    c.err = jpeg_std_error(&errors);
    jpeg_create_compress(&c);
    jpeg_stdio_dest(&c, stdout);
    c.image_width = width;
    c.image_height = height;
    c.input_components = strcmp(kind, "ycck") ? 3 : 4;
    c.in_color_space = c.input_components == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&c);
    if (!strcmp(kind, "ycck")) jpeg_set_colorspace(&c, JCS_YCCK);
    if (!strcmp(kind, "rgb")) jpeg_set_colorspace(&c, JCS_RGB);
    if (!strcmp(kind, "440")) c.comp_info[0].h_samp_factor = 1;
    if (!strcmp(kind, "restart")) c.restart_interval = 1;
    jpeg_set_quality(&c, 90, TRUE);
    jpeg_start_compress(&c, TRUE);
    unsigned char *row = malloc((size_t) width * c.input_components);
    JSAMPROW rows[1] = {row};
    for (int y = 0; y < height; y++) {
        if (fread(row, c.input_components, width, stdin) != (size_t) width) return 1;
        jpeg_write_scanlines(&c, rows, 1);
    }
    jpeg_finish_compress(&c);
    return 0;
}
