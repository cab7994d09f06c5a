#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the samples in this folder. By hand, where one is added: `python3 tests/files/make.py`.

Every name, number and sentence is invented; numbers of people are drawn by chance with right check
digits. The same bytes come out each time.
"""
import io
import os
import struct
import zipfile
import zlib

here = os.path.dirname(os.path.abspath(__file__))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'http://schemas.openxmlformats.org/package/2006/relationships'
TYPES = ('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/'
         'package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>')


def save(name, data):
    path = os.path.join(here, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def pack(parts, method=zipfile.ZIP_DEFLATED):
    """A zip of (name, bytes) pairs, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', method) as archive:
        for name, data in parts:
            info = zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0))
            info.compress_type = method
            info.external_attr = 0o100644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def xml(body):
    return '<?xml version="1.0" encoding="UTF-8"?>' + body


def word(body, extra=()):
    """A .docx with that in its w:body."""
    return pack([('[Content_Types].xml', TYPES),
                 ('word/document.xml', xml(f'<w:document {W}><w:body>{body}</w:body></w:document>'))]
                + list(extra))


def p(text, props=''):
    return f'<w:p><w:r>{props}<w:t>{text}</w:t></w:r></w:p>'


def cells(*texts):
    return '<w:tr>' + ''.join(f'<w:tc>{p(t)}</w:tc>' for t in texts) + '</w:tr>'


BODY = (
    p('关于公布临时救助名单的通知') + p('各乡镇人民政府：') +
    '<w:p><w:r><w:t>现将名单公布如下</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    '<w:ins w:id="1" w:author="李四"><w:r><w:t>，请查收</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="李四"><w:r><w:delText>，原定名单作废</w:delText></w:r></w:del>'
    '<w:r><w:rPr><w:vanish/></w:rPr><w:t>此句隐藏</w:t></w:r>'
    '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>。</w:t></w:r></w:p>' +
    '<w:tbl>' + cells('姓名', '身份证号', '电话') +
    cells('张三', '350102199001010032', '13800138000') + '</w:tbl>' +
    '<w:p><w:r><w:t>附件</w:t></w:r><w:r><w:tab/><w:t>见后</w:t></w:r><w:r><w:br/><w:t>第二行</w:t></w:r>'
    '<w:r><w:txbxContent xmlns:x="x">' + p('文本框里的话') + '</w:txbxContent></w:r></w:p>')
FULL = [
    ('word/footnotes.xml', xml(f'<w:footnotes {W}><w:footnote w:id="2">{p("脚注：依据救助办法")}'
                               '</w:footnote></w:footnotes>')),
    ('word/header1.xml', xml(f'<w:hdr {W}>{p("某县民政局")}</w:hdr>')),
    ('word/footer1.xml', xml(f'<w:ftr {W}>{p("第1页")}</w:ftr>')),
    ('word/comments.xml', xml(f'<w:comments {W}><w:comment w:id="0" w:author="王五">'
                              f'{p("此处要核实，问13900139000")}</w:comment></w:comments>')),
    ('word/styles.xml', xml(f'<w:styles {W}><w:style w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
                            '</w:styles>')),
    ('docProps/core.xml', xml(
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>赵六</dc:creator>'
        '<dc:title>救助名单</dc:title></cp:coreProperties>')),
    ('word/_rels/document.xml.rels', xml(
        f'<Relationships xmlns="{R}"><Relationship Id="r1" Target="http://example.gov.cn/a" '
        'TargetMode="External"/></Relationships>')),
    ('word/media/image1.png', b'\x89PNG\r\n'),
]


def papers():
    save('paper.docx', word(BODY, FULL))
    save('plain.docx', word(p('关于做好春耕工作的通知') + p('各村：') + p('请按时完成。')))


papers()
