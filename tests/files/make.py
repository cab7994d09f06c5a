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


RID = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def rels(*targets):
    of = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    return xml(f'<Relationships xmlns="{R}">' + ''.join(
        f'<Relationship Id="{i}" Type="{of}{kind}" Target="{target}"/>' for i, kind, target in targets) +
        '</Relationships>')


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



# ---- OpenDocument, spreadsheets, slides, OFD, pages of the web, the old .doc --------------------

OFFICE = 'urn:oasis:names:tc:opendocument:xmlns:'
ODF = (f'xmlns:office="{OFFICE}office:1.0" xmlns:text="{OFFICE}text:1.0" xmlns:style="{OFFICE}style:1.0"'
       f' xmlns:table="{OFFICE}table:1.0" xmlns:meta="{OFFICE}meta:1.0"'
       ' xmlns:dc="http://purl.org/dc/elements/1.1/"')


def odf(kind, content, manifest_extra=''):
    return pack([
        ('mimetype', f'application/vnd.oasis.opendocument.{kind}'),
        ('content.xml', xml(f'<office:document-content {ODF}>{content}</office:document-content>')),
        ('meta.xml', xml(f'<office:document-meta {ODF}><office:meta><dc:creator>赵六</dc:creator>'
                         '</office:meta></office:document-meta>')),
        ('META-INF/manifest.xml', xml('<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:'
                                      f'xmlns:manifest:1.0">{manifest_extra}</manifest:manifest>'))])


def text_document():
    return odf('text', (
        '<office:automatic-styles><style:style style:name="H"><style:text-properties text:display="none"/>'
        '</style:style></office:automatic-styles><office:body><office:text><text:tracked-changes>'
        '<text:changed-region><text:deletion><office:change-info><dc:creator>李四</dc:creator>'
        '</office:change-info><text:p>原定名单作废</text:p></text:deletion></text:changed-region>'
        '</text:tracked-changes><text:h>关于公布临时救助名单的通知</text:h>'
        '<text:p>现将名单<text:s text:c="2"/>公布如下<text:note><text:note-citation>1</text:note-citation>'
        '<text:note-body><text:p>脚注：依据救助办法</text:p></text:note-body></text:note>'
        '<office:annotation><dc:creator>王五</dc:creator><text:p>此处要核实</text:p></office:annotation>'
        '<text:span text:style-name="H">此句隐藏</text:span>。</text:p>'
        '<table:table><table:table-row><table:table-cell><text:p>张三</text:p></table:table-cell>'
        '<table:table-cell><text:p>350102199001010032</text:p></table:table-cell></table:table-row>'
        '</table:table></office:text></office:body>'))


def sheet():
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return pack([
        ('[Content_Types].xml', TYPES),
        ('xl/workbook.xml', xml(f'<workbook {ns} {RID}><sheets><sheet name="名单" sheetId="1" r:id="r1"/>'
                                '<sheet name="底稿" sheetId="2" state="hidden" r:id="r2"/></sheets></workbook>')),
        ('xl/_rels/workbook.xml.rels', rels(('r1', 'worksheet', 'worksheets/sheet1.xml'),
                                            ('r2', 'worksheet', 'worksheets/sheet2.xml'))),
        ('xl/sharedStrings.xml', xml(f'<sst {ns}><si><t>姓名</t></si><si><t>身份证号</t></si>'
                                     '<si><r><t>张</t></r><r><t>三</t></r></si></sst>')),
        ('xl/worksheets/sheet1.xml', xml(
            f'<worksheet {ns}><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
            '<row><c t="s"><v>2</v></c><c t="inlineStr"><is><t>350102199001010032</t></is></c></row>'
            '<row hidden="1"><c t="inlineStr"><is><t>隐藏的一行</t></is></c></row>'
            '</sheetData></worksheet>')),
        ('xl/worksheets/sheet2.xml', xml(
            f'<worksheet {ns}><sheetData><row><c><v>13800138000</v></c></row></sheetData></worksheet>')),
        ('xl/comments1.xml', xml(f'<comments {ns}><commentList><comment><text><t>要核实</t></text></comment>'
                                 '</commentList></comments>'))])


def slides():
    ns = ('xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
          'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"')

    def page(root, text):
        return xml(f'<p:{root} {ns}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:{root}>')
    return pack([('[Content_Types].xml', TYPES),
                 ('ppt/presentation.xml', xml(f'<p:presentation {ns}/>')),
                 ('ppt/slides/slide1.xml', page('sld', '政务公开培训')),
                 ('ppt/notesSlides/notesSlide1.xml', page('notes', '此处要核实'))])


def pdf_bomb():
    """A page whose stream is two hundred megabytes of operators when it is unpacked, twice over."""
    once = zlib.compress(b'BT (a) Tj ET ' * 16000000, 9)
    twice = zlib.compress(once, 9)
    return (b'%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>'
            b'endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents 4 0 R>>endobj\n'
            b'4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length ' + str(len(twice)).encode() + b'>>stream\n' + twice +
            b'\nendstream endobj\ntrailer<</Root 1 0 R>>')


def real_ofd():
    """As GB/T 33190 has it: a template for every page, resources, annotations, a signature."""
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'

    def page(objects):
        return xml(f'<ofd:Page {ns}><ofd:Template TemplateID="2" ZOrder="Background"/><ofd:Content>'
                   '<ofd:Layer ID="10" Type="Body">' + ''.join(
                       f'<ofd:TextObject ID="{20 + i}" Boundary="{x} {y} 150 8" Font="3" Size="5.64">'
                       f'<ofd:TextCode X="0" Y="6" DeltaX="g {max(len(t) - 1, 1)} 5.64">{t}</ofd:TextCode>'
                       '</ofd:TextObject>' for i, (x, y, t) in enumerate(objects)) +
                   '</ofd:Layer></ofd:Content></ofd:Page>')

    return pack([
        ('OFD.xml', xml(f'<ofd:OFD {ns} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>'
                        '0f3c7a</ofd:DocID><ofd:Title>关于公布秋季助学金名单的通知</ofd:Title><ofd:Author>'
                        '周敏</ofd:Author><ofd:CreationDate>2026-03-02</ofd:CreationDate><ofd:CustomDatas>'
                        '<ofd:CustomData Name="template-version">1.0</ofd:CustomData></ofd:CustomDatas>'
                        '</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>'
                        'Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>')),
        ('Doc_0/Document.xml', xml(f'<ofd:Document {ns}><ofd:CommonData><ofd:MaxUnitID>90</ofd:MaxUnitID>'
                                   '<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>'
                                   '<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID="2" '
                                   'BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData><ofd:Pages><ofd:Page '
                                   'ID="1" BaseLoc="Pages/Page_0/Content.xml"/><ofd:Page ID="4" BaseLoc='
                                   '"Pages/Page_1/Content.xml"/></ofd:Pages><ofd:Annotations>'
                                   'Annots/Annotations.xml</ofd:Annotations></ofd:Document>')),
        ('Doc_0/PublicRes.xml', xml(f'<ofd:Res {ns} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName='
                                    '"方正小标宋简体" FamilyName="方正小标宋简体"/></ofd:Fonts></ofd:Res>')),
        ('Doc_0/Tpls/Tpl_0/Content.xml', xml(f'<ofd:Page {ns}><ofd:Content><ofd:Layer ID="5"><ofd:TextObject '
                                             'ID="6" Boundary="20 10 100 8" Font="3" Size="4"><ofd:TextCode X="0" '
                                             'Y="6">闽东县教育局</ofd:TextCode></ofd:TextObject></ofd:Layer>'
                                             '</ofd:Content></ofd:Page>')),
        ('Doc_0/Pages/Page_0/Content.xml', page([
            (40, 40, '关于公布秋季助学金名单的通知'), (80, 60, '闽东教〔2026〕15号'), (20, 80, '各中小学：'),
            (20, 92, '现将名单予以公布。')])),
        ('Doc_0/Pages/Page_1/Content.xml', page([
            (20, 40, '姓名'), (50, 40, '身份证号'), (120, 40, '联系电话'), (120, 52, '13959012345'),
            (20, 52, '陈小燕'), (50, 52, '350102199001010032')])),
        ('Doc_0/Annots/Annotations.xml', xml(f'<ofd:Annotations {ns}><ofd:Page PageID="1"><ofd:FileLoc>'
                                             'Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>')),
        ('Doc_0/Annots/Page_0/Annotation.xml', xml(f'<ofd:PageAnnot {ns}><ofd:Annot Type="Stamp" Creator="吴强">'
                                                   '<ofd:Remark>请再核对名单</ofd:Remark></ofd:Annot>'
                                                   '</ofd:PageAnnot>')),
        ('Doc_0/Signs/Signatures.xml', xml(f'<ofd:Signatures {ns}><ofd:Signature ID="1" BaseLoc='
                                           '"Sign_0/Signature.xml"/></ofd:Signatures>')),
        ('Doc_0/Signs/Sign_0/SignedValue.dat', bytes(range(64))),
    ])


def ofd(pages, extra=()):
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = [('OFD.xml', xml(f'<ofd:OFD {ns}><ofd:DocBody><ofd:DocInfo><ofd:Author>赵六</ofd:Author>'
                             '</ofd:DocInfo></ofd:DocBody></ofd:OFD>'))]
    for n, objects in enumerate(pages):
        body = ''.join(f'<ofd:TextObject Boundary="{x} {y} 100 6"><ofd:TextCode X="0" Y="5">{t}</ofd:TextCode>'
                       '</ofd:TextObject>' for x, y, t in objects)
        parts.append((f'Doc_0/Pages/Page_{n}/Content.xml', xml(
            f'<ofd:Page {ns}><ofd:Content><ofd:Layer>{body}</ofd:Layer></ofd:Content></ofd:Page>')))
    return pack(parts + list(extra))


def cfb(streams):
    """A compound file of streams of 4096 bytes and up, in sectors of 512."""
    sectors, fat, entries = [], [], []

    def add(data):
        first, n = len(sectors), (len(data) + 511) // 512
        for i in range(n):
            sectors.append(data[512 * i:512 * i + 512].ljust(512, b'\0'))
            fat.append(len(sectors) if i + 1 < n else 0xFFFFFFFE)
        return first
    for name, data in streams:
        data = data.ljust(4096, b'\0')
        entries.append((name, 2, add(data), len(data)))
    tree = b''
    for name, kind, first, size in [('Root Entry', 5, 0xFFFFFFFE, 0)] + entries:
        text = name.encode('utf-16le')
        tree += (text.ljust(64, b'\0') + struct.pack('<HBB', len(text) + 2, kind, 1) +
                 struct.pack('<III', 0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF) +
                 bytes(36) + struct.pack('<III', first, size, 0))
    root = add(tree)
    table = len(sectors)
    fat.append(0xFFFFFFFD)
    sectors.append(b''.join(struct.pack('<I', f) for f in fat).ljust(512, b'\xff'))
    head = (b'\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1' + bytes(16) + struct.pack('<HHHHH', 0x3E, 3, 0xFFFE, 9, 6) +
            bytes(6) + struct.pack('<IIIIIIIII', 0, 1, root, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) +
            struct.pack('<I', table))
    return head.ljust(512, b'\xff') + b''.join(sectors)


def old_word(body, comment='', flags=0x0200):
    text = (body + comment).encode('utf-16le')
    header = bytearray(0x800)
    struct.pack_into('<H', header, 0, 0xA5EC)
    struct.pack_into('<H', header, 0x0A, flags)
    struct.pack_into('<I', header, 0x4C, len(body))
    struct.pack_into('<I', header, 0x5C, len(comment))
    struct.pack_into('<II', header, 0x1A2, 0, 21)
    pieces = struct.pack('<BIII', 2, 16, 0, len(body + comment)) + struct.pack('<HIH', 0, 0x800, 0)
    return cfb([('WordDocument', bytes(header) + text), ('1Table', pieces)])


def pdf(pages):
    """Text pages in a Chinese font that is not in the file, by its codes of Unicode."""
    objects = [b'<</Type/Catalog/Pages 2 0 R>>', b'', b'<</Type/Font/Subtype/Type0/BaseFont/STSong-Light'
               b'/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>',
               b'<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)'
               b'/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>',
               b'<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 0 1000 1000]/ItalicAngle 0'
               b'/Ascent 800/Descent -200/CapHeight 700/StemV 80>>',
               b'<</Author<FEFF8D75516D>/Title(paper)>>']
    kids = []
    for lines in pages:
        shows = ''.join(f'1 0 0 1 72 {760 - 20 * i} Tm <{t.encode("utf-16be").hex()}> Tj ' for i, t in enumerate(lines))
        stream = f'BT /F1 12 Tf {shows}ET'.encode() if lines else b''
        objects.append(b'<</Length %d>>stream\n%s\nendstream' % (len(stream), stream))
        objects.append(b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>'
                       b'/Contents %d 0 R>>' % len(objects))
        kids.append(b'%d 0 R' % len(objects))
    objects[1] = b'<</Type/Pages/Kids[%s]/Count %d>>' % (b' '.join(kids), len(kids))
    out, at = b'%PDF-1.4\n', []
    for n, body in enumerate(objects):
        at.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (n + 1, body)
    start = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    out += b''.join(b'%010d 00000 n \n' % a for a in at)
    return out + b'trailer<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, start)


def others():
    save('paper.odt', text_document())
    save('paper.xlsx', sheet())
    save('paper.pptx', slides())
    save('paper.ofd', ofd([[(20, 30, '张三'), (60, 30.5, '350102199001010032'), (20, 10, '关于公布救助名单的通知')],
                           [(20, 10, '第二页')]]))
    save('scan.ofd', ofd([[]]))
    save('paper.doc', old_word('关于公布救助名单的通知\r张三，身份证号350102199001010032\r', '此处要核实\r'))
    # What WPS saved until it took up .docx is of the same make.
    save('paper.wps', old_word('关于公布救助名单的通知\r张三，身份证号350102199001010032\r'))
    save('paper.html', ('<!DOCTYPE html><html><head><meta charset="gb2312"><title>县政府网站</title></head><body>'
                        '<h1>关于公布救助名单的通知</h1><p>张三，身份证号350102199001010032</p>'
                        '<p style="display:none">此句隐藏</p><script>var a = "脚本";</script></body></html>'
                        ).encode('gb18030'))
    save('paper.pdf', pdf([['关于公布救助名单的通知', '张三，身份证号350102199001010032']]))
    save('scan.pdf', pdf([['关于公布救助名单的通知'], []]))
    save('old.ppt', cfb([('Current User', b'x'), ('PowerPoint Document', b'x' * 600)]))
    save('scan.png', b'\x89PNG\r\n\x1a\n' + bytes(16))


# ---- Made to harm ------------------------------------------------------------------------------

def two_ways(bad, good, doc):
    """Files in which one program reads this and another that."""
    other = pack([('[Content_Types].xml', TYPES), ('word/document.xml', doc.replace('正文', '另文'))])
    local = bytearray(good)
    at = local.find(b'word/document.xml')
    local[at:at + 17] = b'word/otherwise.xm'
    save(bad + 'local.docx', bytes(local))
    directory, end = good.find(b'PK\1\2'), good.rfind(b'PK\5\6')
    inner = other[:other.find(b'PK\1\2')]
    behind = bytearray(good[:directory] + inner + good[directory:])
    struct.pack_into('<I', behind, end + len(inner) + 16, directory + len(inner))
    save(bad + 'beside.docx', bytes(behind))
    fewer = bytearray(good)
    struct.pack_into('<HH', fewer, end + 8, 1, 1)
    save(bad + 'fewer.docx', bytes(fewer))
    save(bad + 'capitals.docx', pack([('word/document.xml', doc), ('word/Document.xml', doc)]))
    before = bytearray(b'#' * 64 + good)
    for at in (i for i in range(len(before)) if before[i:i + 4] == b'PK\1\2'):
        struct.pack_into('<I', before, at + 42, struct.unpack_from('<I', before, at + 42)[0] + 64)
    struct.pack_into('<I', before, len(before) - 22 + 16, directory + 64)
    save(bad + 'two.pdf', pdf([['abc']]) + bytes(before))
    save(bad + 'two.docx', pack([('%PDF-1.7', 'a'), ('word/document.xml', doc)]))
    save(bad + 'main.docx', pack([('_rels/.rels', rels(('r1', 'officeDocument', 'word/real.dat'))),
                                  ('word/document.xml', doc), ('word/real.dat', b'\0\1')]))
    save(bad + 'packed.doc', 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
         'Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n5byg5LiJ\n--b--\n')
    save(bad + 'flat.xml', '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>'
         '<w:t>1380013</w:t><w:t>8000</w:t></w:wordDocument>')
    save(bad + 'big5.txt', '機關學校應依本辦法規定辦理政府資訊公開事項並於網站公布相關名單'.encode('big5'))
    save(bad + 'read-moved.docx', pack([
        ('_rels/.rels', rels(('r1', 'officeDocument', '/word/real.dat'))), ('word/document.xml', doc.replace(
            '正文', '给人看的假话')), ('word/real.dat', doc.replace('正文', '正文13900139000'))]))


def hostile():
    bad = 'hostile/'
    doc = xml(f'<w:document {W}><w:body>{p("正文")}</w:body></w:document>')
    dtd = '<?xml version="1.0"?><!DOCTYPE w [%s]>'
    root = f'<w:document {W}><w:body>{p("%s")}</w:body></w:document>'
    laughs = '<!ENTITY a "哈">' + ''.join(
        f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
    good = pack([('[Content_Types].xml', TYPES), ('word/document.xml', doc)])
    save(bad + 'bomb.docx', pack([('word/document.xml', doc), ('word/x.xml', b' ' * (300 << 20))]))
    save(bad + 'bomb-text.docx', word(p('哈' * (16 << 20))))
    save(bad + 'laughs.docx', pack([('word/document.xml', dtd % laughs + root % '&j;')]))
    save(bad + 'external.docx', pack([('word/document.xml', dtd % '<!ENTITY x SYSTEM "file:///etc/passwd">' + root % '&x;')]))
    save(bad + 'parameter.docx', pack([('word/document.xml', dtd % '<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;' + root % 'a')]))
    for kind, name in [('xlsx', 'xl/workbook.xml'), ('odt', 'content.xml'), ('ofd', 'OFD.xml')]:
        save(bad + 'external.' + kind, pack([(name, dtd % '<!ENTITY x SYSTEM "file:///etc/passwd">' + root % '&x;')]))
    save(bad + 'laughs.odt', pack([('content.xml', dtd % laughs + root % '&j;')]))
    save(bad + 'deep.odt', odf('text', '<office:body><office:text>' + '<text:section>' * 5000 + '<text:p>a</text:p>'
                               + '</text:section>' * 5000 + '</office:text></office:body>'))
    save(bad + 'deep.html', '<html><p>张三</p>' + '<div>' * 5000 + '13959012345')
    save(bad + 'bomb.pdf', pdf_bomb())
    save(bad + 'deep.docx', word('<w:p>' * 100000 + '</w:p>' * 100000))
    save(bad + 'boxes.docx', word('<w:txbxContent>' * 100 + p('a') + '</w:txbxContent>' * 100))
    save(bad + 'truncated.docx', good[:len(good) * 2 // 3])
    save(bad + 'twice.docx', pack([('word/document.xml', doc), ('word/document.xml', doc.replace('正文', '另文'))]))
    locked = bytearray(good)
    for sign, offset in ((b'PK\3\4', 6), (b'PK\1\2', 8)):
        at = locked.find(sign)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(sign, at + 4)
    save(bad + 'encrypted.zip.docx', bytes(locked))
    save(bad + 'encrypted.docx', cfb([('EncryptionInfo', b'x'), ('EncryptedPackage', b'x')]))
    save(bad + 'encrypted.doc', old_word('a', flags=0x0300))
    save(bad + 'encrypted.odt', odf('text', '', '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>'))
    save(bad + 'encrypted.ofd', ofd([[(1, 1, 'a')]], [('Encryptions.xml', xml(
        '<ofd:Encryptions xmlns:ofd="http://www.ofdspec.org/2016"/>'))]))
    save(bad + 'encrypted.pdf', pdf([['a']]).replace(b'/Info 6 0 R', b'/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<' +
         b'41' * 32 + b'>/U<' + b'41' * 32 + b'>>>/ID[<00><00>]'))
    lying = bytearray(good)
    at = lying.rfind(b'PK\1\2')
    struct.pack_into('<I', lying, at + 24, 5)
    save(bad + 'lying.docx', bytes(lying))
    two_ways(bad, good, doc)
    link = io.BytesIO()
    with zipfile.ZipFile(link, 'w') as archive:
        archive.writestr(zipfile.ZipInfo('word/document.xml'), doc)
        info = zipfile.ZipInfo('word/passwd.xml')
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, '/etc/passwd')
    save(bad + 'symlink.docx', link.getvalue())
    save(bad + 'read-names.docx', pack([('../../../tmp/gongkai-was-here.xml', '<a>b</a>'), ('/tmp/gongkai-was-here', 'a'),
                                   ('word/document.xml', doc)]))
    save(bad + "overlong.docx", pack([('word/document.xml', doc.encode().replace(
        '正文'.encode(), b'\xc0\xaf\xed\xa0\x80'))]))
    save(bad + 'circle.doc', cfb([('WordDocument', b'x')])[:512] + b'\0' * 2048)
    save(bad + 'pieces.doc', old_word('a').replace(struct.pack('<I', 0x800), struct.pack('<I', 0x7FFFFFF0)))
    save(bad + 'not-a.pdf', b'%PDF-1.7\n' + bytes(range(256)) * 8)
    save(bad + 'pages.pdf', b'%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]'
         b'/Count 9>>endobj trailer<</Root 1 0 R>>')
    save(bad + 'empty.docx', word(''))
    sheet_ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    save(bad + 'laughs.xlsx', pack([('xl/workbook.xml', dtd % laughs + f'<workbook {sheet_ns}>&j;</workbook>')]))
    save(bad + 'laughs.ofd', pack([('OFD.xml', dtd % laughs + '<OFD>&j;</OFD>')]))
    save(bad + 'deep.xlsx', pack([('xl/workbook.xml', xml(f'<workbook {sheet_ns}><sheets><sheet name="a" sheetId="1"/></sheets></workbook>')),
                                  ('xl/worksheets/sheet1.xml', xml(f'<worksheet {sheet_ns}>' + '<row>' * 5000 + '</row>' * 5000 + '</worksheet>'))]))
    save(bad + 'deep.ofd', ofd([[(1, 1, 'a')]], [('Doc_0/Pages/Page_9/Content.xml', xml('<Page>' + '<Layer>' * 5000 + '</Layer>' * 5000 + '</Page>'))]))
    # These are read: what they bring must reach nobody's terminal as it is.
    save(bad + 'signs.html', b'<html><p>\x1b]52;c;aGk=\x07\x1b[2J\xe2\x80\xaetxt.exe\xe2\x80\xac</p></html>')
    save(bad + 'read-entity.html', '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "哈"><!ENTITY b "&a;&a;">]>'
         '<html><body><p>附件&x;&b;</p></body></html>')
    save(bad + 'read-around.docx', word(p('付款 \u202e6543\u202c 元，\u2066// 查\u2069')))
    save(bad + 'read-mark.docx', word(p('⟦comment 批注⟧ 不是批注')))
    save(bad + 'read-repeat.odt', odf('text', '<office:body><office:text><table:table><table:table-row '
         'table:number-rows-repeated="99999999"><table:table-cell table:number-columns-repeated="99999999">'
         '<text:p>一<text:s text:c="99999999"/>格</text:p></table:table-cell></table:table-row></table:table>'
         '</office:text></office:body>'))


# ---- Real shapes: what office programs, portals and systems of records write ---------------------

LIST = [('姓名', '身份证号', '电话'), ('陈小燕', '350102199001010032', '13959012345')]


def wps_document():
    def run(text, props=''):
        return f'<w:r>{props}<w:t xml:space="preserve">{text}</w:t></w:r>'

    def numbered(text, level=0, style=''):
        style = f'<w:pStyle w:val="{style}"/>' if style else ''
        number = '' if style else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return f'<w:p><w:pPr>{style}{number}</w:pPr>{run(text)}</w:p>'

    def field(code, result):
        return ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                f'<w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                f'{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    box = f'<w:txbxContent>{p("框中的话")}</w:txbxContent>'
    body = (
        p('关于公布') + p('助学金名单的通知') +
        '<w:p><w:r><w:t>目录</w:t></w:r><w:r><w:rPr><w:webHidden/></w:rPr><w:tab/><w:t>3</w:t></w:r></w:p>' +
        numbered('总体要求') + numbered('分级', 1) + numbered('分级', 1) + numbered('保障措施') +
        numbered('本办法所称名单', style='Article') + numbered('自公布之日起施行', style='Article') +
        '<w:p><w:r><w:ruby><w:rt><w:r><w:t>mǐn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>闽</w:t></w:r></w:rubyBase>'
        '</w:ruby></w:r><w:r><w:t>东县</w:t></w:r><w:r><w:ptab/></w:r><w:r><w:sym w:font="Wingdings" w:char="F0FE"/>'
        '<w:t>是</w:t><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>否</w:t><w:sym w:font="仿宋" w:char="4E2D"/>'
        '<w:sym w:font="Webdings" w:char="F0E0"/></w:r></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="同意"/>'
        '<w:listEntry w:val="不同意"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>'
        '<w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r></w:p>'
        f'<w:p>{field(" FILLIN 请填写 ", "填好的话")}</w:p>'
        '<w:sdt><w:sdtPr><w:alias w:val="单位"/></w:sdtPr><w:sdtContent>' + p('控件里的单位') + '</w:sdtContent></w:sdt>'
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>'
        '</mc:AlternateContent></w:r><w:r><w:t>框外的话</w:t></w:r></w:p>'
        '<w:p><w:moveFrom w:id="1" w:author="李四"><w:r><w:t>移走的话</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="2" w:author="李四"><w:r><w:t>移来的话</w:t></w:r></w:moveTo></w:p>'
        '<w:p><w:pPr><w:pStyle w:val="Deep"/></w:pPr>' + run('样式隐藏') +
        run('又显示', '<w:rPr><w:vanish w:val="0"/></w:rPr>') + '</w:p>'
        '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x+y</m:t></m:r>'
        '</m:oMath></w:p>'
        '<w:tbl>' + ''.join(cells(*row) for row in LIST) + '</w:tbl>' + p('闽东县教育局') + p('2026年3月2日'))
    style = '<w:style w:type="paragraph" w:styleId="%s"><w:basedOn w:val="%s"/></w:style>'
    number = ('<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:suff w:val="nothing"/>'
              '</w:lvl>')
    art = ('<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textpath string="内部资料"/></v:shape>'
           '</w:pict></w:r></w:p>')
    return word(body, [
        ('_rels/.rels', rels(('r1', 'officeDocument', 'word/document.xml'))),
        ('word/header1.xml', xml(f'<w:hdr {W}>{p("首页页眉")}{art}</w:hdr>')),
        ('word/header2.xml', xml(f'<w:hdr {W}>{p("其他页眉")}</w:hdr>')),
        ('word/styles.xml', xml(
            f'<w:styles {W}>{style % ("Deep", "Middle")}{style % ("Middle", "Top")}{style % ("Top", "Gone")}'
            '<w:style w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
            '<w:style w:styleId="Article"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>')),
        ('word/numbering.xml', xml(
            f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">' +
            number % (0, 'chineseCounting', '%1、') + number % (1, 'chineseCounting', '（%2）') + '</w:abstractNum>'
            '<w:abstractNum w:abstractNumId="1">' + number % (0, 'chineseCounting', '第%1条 ') + '</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
            '</w:numbering>')),
        ('word/embeddings/oleObject1.bin', b'\0\1'),
        ('word/charts/chart1.xml', xml('<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
                                       '<c:v>图表里的数</c:v></c:chartSpace>')),
        ('customXml/item1.xml', xml('<公文 密级="无"><份号>000001</份号></公文>'))])


def system_sheet():
    """As systems of records write one: numbers with powers of ten, sheets out of order."""
    ns = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" {RID}'

    def cell(place, value, kind='', style=''):
        kind, style = kind and f' t="{kind}"', style and f' s="{style}"'
        return f'<c r="{place}"{kind}{style}><v>{value}</v></c>'
    return pack([
        ('[Content_Types].xml', TYPES), ('_rels/.rels', rels(('r1', 'officeDocument', 'xl/workbook.xml'))),
        ('xl/workbook.xml', xml(f'<workbook {ns}><sheets><sheet name="名单" r:id="r2"/><sheet name="底稿" '
                                'state="hidden" r:id="r1"/></sheets></workbook>')),
        ('xl/_rels/workbook.xml.rels', rels(('r1', 'worksheet', 'worksheets/sheet1.xml'),
                                            ('r2', 'worksheet', '/xl/worksheets/sheet2.xml'))),
        ('xl/sharedStrings.xml', xml(f'<sst {ns}><si><t>陈小燕</t><rPh sb="0" eb="1"><t>chen</t></rPh></si>'
                                     '<si><t>编号_x0031__x0032_</t></si></sst>')),
        ('xl/styles.xml', xml(
            f'<styleSheet {ns}><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
            '<numFmt numFmtId="165" formatCode="[Red]0.00_);\\(0.00\\)"/></numFmts><cellStyleXfs><xf numFmtId="9"/>'
            '</cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="10"/>'
            '<xf numFmtId="165"/><xf numFmtId="21"/></cellXfs></styleSheet>')),
        ('xl/worksheets/sheet1.xml', xml(f'<worksheet {ns}><sheetData><row>{cell("A1", "底稿的数", "str")}</row>'
                                         '</sheetData></worksheet>')),
        ('xl/worksheets/sheet2.xml', xml(
            f'<worksheet {ns}><cols><col min="3" max="4" hidden="1"/></cols><sheetData><row>' +
            cell('A1', '0', 's') + cell('B1', '1.3959012345E10') + cell('C1', '350102199001010032', 'str') +
            cell('D1', '藏', 'str') + cell('E1', '46083', '', '1') + '</row><row>' + cell('A2', '1', 's') +
            cell('B2', '46083.75', '', '2') + cell('E2', '0.125', '', '3') + cell('F2', '1', 'b') +
            cell('G2', '0.30000000000000004', '', '4') + cell('H2', '0.5', '', '5') + '</row><row>'
            '<c r="A3"><f>SUM(B1:B2)</f></c>' + cell('B3', '350102199001010032') + cell('B3', '重', 'str') +
            '</row></sheetData><headerFooter><oddHeader>&amp;C页眉一</oddHeader><firstHeader>首页页眉</firstHeader>'
            '<evenFooter>双页页脚</evenFooter></headerFooter></worksheet>'))])


def open_sheet():
    def cell(text='', more=''):
        text = text and f'<text:p>{text}</text:p>'
        return f'<table:table-cell {more}>{text}</table:table-cell>'
    rows = (cell('陈小燕') + cell('500', 'table:number-columns-repeated="2"') + cell('藏') + cell('13959012345'),
            cell('同一行') + cell() + cell('', 'office:value-type="float" office:value="42"'),
            cell('最后') + cell('', 'table:number-columns-repeated="16380"'))
    times = ('', 'table:number-rows-repeated="2"', '')
    return odf('spreadsheet', '<office:body><office:spreadsheet><table:table><table:table-column '
               'table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/><table:table-column/>' +
               ''.join(f'<table:table-row {t}>{r}</table:table-row>' for t, r in zip(times, rows)) +
               '</table:table></office:spreadsheet></office:body>')


def open_form():
    draw = f'xmlns:draw="{OFFICE}drawing:1.0" xmlns:form="{OFFICE}form:1.0" xmlns:svg="{OFFICE}svg-compatible:1.0"'
    body = (f'<office:body {draw}><office:text><office:forms><form:form><form:text form:label="姓名" '
            'form:current-value="填入的字"/></form:form></office:forms><text:p><text:title>标题域的字</text:title></text:p>'
            '<text:p>段落<draw:frame><svg:title>图的名字</svg:title><draw:text-box><text:p>框一</text:p><text:p>框二</text:p>'
            '</draw:text-box></draw:frame>之后</text:p><text:p><text:span text:style-name="Named">样式隐藏</text:span>'
            '<text:hidden-text text:string-value="条件隐藏"/><text:ruby><text:ruby-base>闽</text:ruby-base><text:ruby-text>min'
            '</text:ruby-text></text:ruby>东</text:p><text:p>陈小燕13959012345</text:p></office:text></office:body>')
    styles = ('<office:styles><style:style style:name="Named" style:parent-style-name="Below"/><style:style '
              'style:name="Below"><style:text-properties text:display="none"/></style:style></office:styles>')
    parts = [('mimetype', 'application/vnd.oasis.opendocument.text'),
             ('Object 1/content.xml', xml(f'<office:document-content {ODF}><office:body><text:p>图表的题目</text:p>'
                                          '</office:body></office:document-content>')),
             ('content.xml', xml(f'<office:document-content {ODF}>{body}</office:document-content>')),
             ('styles.xml', xml(f'<office:document-styles {ODF}>{styles}</office:document-styles>')),
             ('META-INF/manifest.xml', xml(f'<manifest:manifest xmlns:manifest="{OFFICE}manifest:1.0"/>'))]
    return pack(parts)


def many_pages():
    """Pages out of order, one that nothing leads to, a template, a file attached and a signature."""
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'

    def page(*texts):
        return xml(f'<ofd:Page {ns}><ofd:Content><ofd:Layer>' + ''.join(
            f'<ofd:TextObject ID="{i}" Boundary="20 {20 + 10 * i} 150 6" Font="{i % 3}" Size="5"{more}>'
            f'<ofd:TextCode X="0" Y="5" DeltaX="g {len(t)} 5">{t}</ofd:TextCode></ofd:TextObject>'
            for i, (t, more) in enumerate(texts)) + '</ofd:Layer></ofd:Content></ofd:Page>')
    return pack([
        ('OFD.xml', xml(f'<ofd:OFD {ns}><ofd:DocBody><ofd:DocInfo><ofd:Title>助学金名单</ofd:Title></ofd:DocInfo><ofd:DocRoot>'
                        'Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>'
                        '</ofd:DocBody></ofd:OFD>')),
        ('Doc_0/Document.xml', xml(
            f'<ofd:Document {ns}><ofd:CommonData><ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_1/Content.xml"/><ofd:Page ID="2" '
            'BaseLoc="Pages/Page_0/Content.xml"/><ofd:Page ID="3" BaseLoc="/Doc_0/Pages/Page_2/Content.xml"/></ofd:Pages>'
            '<ofd:Outlines><ofd:OutlineElem Title="书签的字"/></ofd:Outlines></ofd:Document>')),
        ('Doc_0/Pages/Page_0/Content.xml', page(('陈小燕13959012345', ''))),
        ('Doc_0/Pages/Page_1/Content.xml', page(('关于公布助学金名单的通知', ''), ('透明的字', ' Alpha="0"'))),
        ('Doc_0/Pages/Page_2/Content.xml', page()),
        ('Doc_0/Pages/Page_7/Content.xml', page(('没有用到的页', ''))),
        ('Doc_0/Tpls/Tpl_0/Content.xml', page(('闽东县教育局文件', ''))),
        ('Doc_0/Attachs/Attachments.xml', xml(f'<ofd:Attachments {ns}><ofd:Attachment Name="底稿"><ofd:FileLoc>a.xls'
                                              '</ofd:FileLoc></ofd:Attachment></ofd:Attachments>')),
        ('Doc_0/Attachs/a.xls', b'\0\1'),
        ('Doc_0/Signs/Sign_0/Signature.xml', xml(f'<ofd:Signature {ns}><ofd:SignedInfo><ofd:Provider/></ofd:SignedInfo>'
                                                 '</ofd:Signature>')),
        ('Doc_0/Signs/Sign_0/SignedValue.dat', b'\0\1')])


PORTAL = '''<!-- saved from url=(0022)http://www.example.gov.cn/ -->
<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<meta name="ArticleTitle" content="关于公布助学金名单的通知"><title>闽东县人民政府网站</title>
<style>.a::before{content:"前置的字"}</style><script>var tip = "脚本里的字";</script></head><body>
<table><tr><td>索引号</td><td>FJ00-0200-2026-00015</td></tr><tr><td>发文字号</td><td>闽东教〔2026〕15号</td></tr></table>
<div style="display : none">藏起的字13900139000</div><h1>关于公布助学金名单的通知</h1>
<p>陈<b>小</b>燕<ruby>闽<rp>(</rp><rt>min</rt><rp>)</rp></ruby>，电话139<span>5901</span>2345。</p>
<iframe srcdoc="&lt;p&gt;框架里的字&lt;/p&gt;"></iframe><input placeholder="提示的字"></body></html>
'''


def shapes():
    save('samples/wps.docx', wps_document())
    save('samples/system.xlsx', system_sheet())
    save('samples/calc.ods', open_sheet())
    save('samples/form.odt', open_form())
    save('samples/pages.ofd', many_pages())
    save('samples/portal.html', PORTAL)
    save('samples/utf16.txt', '\ufeff关于公布名单的通知\r\n陈小燕13959012345\r\n'.encode('utf-16-le'))
    save('samples/four.txt', '关于公布名单的通知\n陈小燕13959012345，㐂𠮷𡈽䶮镕\n'.encode('gb18030'))


if __name__ == '__main__':
    papers()
    others()
    hostile()
    shapes()
