#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes tests/files/samples: papers of every kind as office programs save them.

`make samples`, by hand, where LibreOffice and pandoc are installed; the tests need neither. Every
name, number and sentence is invented. The bytes differ from version to version of these programs,
the text must not: tests/files/samples/*.golden is what the readers make of them.
"""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import make  # noqa: E402  the samples by hand

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'samples')
NS = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
      'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
      'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
      'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
      'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
      'xmlns:dc="http://purl.org/dc/elements/1.1/" '
      'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
      'office:version="1.3"')
META = ('<office:meta><meta:initial-creator>周敏</meta:initial-creator>'
        '<dc:title>关于公布秋季助学金名单的通知</dc:title></office:meta>')
ROWS = [('姓名', '身份证号', '联系电话', '金额'),
        ('陈小燕', '350102199001010032', '13959012345', '800'),
        ('何志远', '350102199001010040', '13959012346', '1200')]


def flat(kind, body, styles=''):
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {NS} office:mimetype='
            f'"application/vnd.oasis.opendocument.{kind}">{META}{styles}<office:body>{body}'
            '</office:body></office:document>')


def table(name):
    rows = ''.join('<table:table-row>' + ''.join(
        f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
        for c in row) + '</table:table-row>' for row in ROWS)
    return (f'<table:table table:name="{name}"><table:table-column table:style-name="Wide" '
            f'table:number-columns-repeated="4"/>{rows}</table:table>')


WIDE = ('<style:style style:name="Wide" style:family="table-column"><style:table-column-properties '
        'style:column-width="4.2cm"/></style:style>')
PAGE = ('<office:automatic-styles>' + WIDE + '<style:style style:name="Gone" style:family="text">'
        '<style:text-properties text:display="none"/></style:style>'
        '<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm"/><style:header-style/>'
        '<style:footer-style/></style:page-layout></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Standard" style:page-layout-name="P"><style:header><text:p>'
        '闽东县教育局</text:p></style:header><style:footer><text:p>内网打印</text:p></style:footer>'
        '</style:master-page></office:master-styles>')
LETTER = ('<office:text><text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
          '<office:change-info><dc:creator>吴强</dc:creator><dc:date>2026-03-02T09:00:00</dc:date>'
          '</office:change-info><text:p>，另行通知</text:p></text:deletion></text:changed-region>'
          '</text:tracked-changes>'
          '<text:h text:outline-level="1">关于公布秋季助学金名单的通知</text:h>'
          '<text:p>闽东教〔2026〕15号</text:p><text:p>各中小学：</text:p>'
          '<text:p>经研究，现将名单予以公布<text:change text:change-id="c1"/>。'
          '<office:annotation><dc:creator>吴强</dc:creator><dc:date>2026-03-02T09:00:00</dc:date>'
          '<text:p>请再核对名单</text:p></office:annotation>'
          '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1'
          '</text:note-citation><text:note-body><text:p>依据助学金管理办法第九条。</text:p>'
          '</text:note-body></text:note></text:p>'
          '<text:p><text:span text:style-name="Gone">此段不显示</text:span>附件见下。</text:p>'
          + table('名单') +
          '<text:p>联系邮箱：zhou.min@example.cn</text:p><text:p>闽东县教育局</text:p>'
          '<text:p>2026年3月2日</text:p></office:text>')
BOOK = ('<office:spreadsheet>' + table('公示') +
        '<table:table table:name="内部"><table:table-row><table:table-cell office:value-type="string">'
        '<text:p>未公开联系人</text:p></table:table-cell></table:table-row></table:table>'
        '</office:spreadsheet>')
SLIDES = ('<office:body><office:presentation><draw:page xmlns:draw='
          '"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><draw:frame><draw:text-box>'
          '<text:p>秋季助学金发放情况</text:p><text:p>联系电话13959012345</text:p></draw:text-box></draw:frame>'
          '</draw:page></office:presentation></office:body>')
MARKDOWN = '''# 关于公布秋季助学金名单的通知

各中小学：

现将名单予以公布。[^1] 联系邮箱：zhou.min@example.cn

| 姓名 | 身份证号 | 联系电话 |
|------|----------|----------|
| 陈小燕 | 350102199001010032 | 13959012345 |

1. 按时发放；
2. 专款专用。

[^1]: 依据助学金管理办法第九条。
'''


def run(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    os.makedirs(here, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        def write(name, text):
            path = os.path.join(work, name)
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
            return path

        sources = [(write('office.fodt', flat('text', LETTER, PAGE)),
                    'docx odt doc rtf pdf html txt:Text_(encoded):UTF8'),
                   (write('table.fods', flat('spreadsheet', BOOK, f'<office:automatic-styles>{WIDE}</office:automatic-styles>')), 'xlsx ods xls pdf html')]
        note = write('pandoc.md', MARKDOWN)
        for kind in ['docx', 'odt', 'html', 'pptx', 'rtf']:
            run('pandoc', '-s', '--metadata', 'title=助学金', '-o', os.path.join(here, 'pandoc.' + kind), note)
        for path, kinds in sources:
            for kind in kinds.split():
                run('soffice', f'-env:UserInstallation=file://{work}/profile', '--headless',
                    '--convert-to', kind.replace('_', ' '), '--outdir', here, path)
    with open(os.path.join(here, 'gb18030.txt'), 'wb') as file:
        file.write('关于公布秋季助学金名单的通知\r\n陈小燕，电话13959012345\r\n'.encode('gb18030'))
    for name, data in [('page.ofd', make.real_ofd()), ('slides.odp', make.odf('presentation', SLIDES))]:
        with open(os.path.join(here, name), 'wb') as file:
            file.write(data)


main()
