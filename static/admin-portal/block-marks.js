/* Marks, inside the editor, the blocks that the panel below finds different or out of date. */

import { Extension, Plugin, pm } from "../django_prose_editor/editor.js"

const KEY = new pm.state.PluginKey("block-marks")

/* Positions of the blocks in the order in which the portal counts them (federation/blocks.py). */
export function positions(doc) {
  const found = []
  doc.descendants((node, position, parent, index) => {
    if (node.type.name === "tableRow") {
      if (node.textContent.trim()) found.push([position, node])
      return false
    }
    if (!node.isTextblock) return true
    const continues = parent.type.name === "listItem" && index > 0
    if (node.textContent.trim() && !continues) found.push([position, node])
    return false
  })
  return found
}

export const BlockMarks = Extension.create({
  name: "blockMarks",
  addProseMirrorPlugins() {
    return [new Plugin({
      key: KEY,
      state: {
        init: () => pm.view.DecorationSet.empty,
        apply(transaction, marks) {
          const wanted = transaction.getMeta(KEY)
          if (!wanted) return marks.map(transaction.mapping, transaction.doc)
          const blocks = positions(transaction.doc)
          return pm.view.DecorationSet.create(transaction.doc, wanted
            .filter(({ index }) => blocks[index])
            .map(({ index, className }) => {
              const [position, node] = blocks[index]
              return pm.view.Decoration.node(position, position + node.nodeSize, { class: className })
            }))
        },
      },
      props: { decorations: (state) => KEY.getState(state) },
    })]
  },
})

/* marks: [{index, className}] with the index of a block from 0. */
export function mark(editor, marks) {
  editor.view.dispatch(editor.state.tr.setMeta(KEY, marks).setMeta("addToHistory", false))
}

export function reveal(editor, index) {
  const block = positions(editor.state.doc)[index]
  if (!block) return
  editor.chain().focus().setTextSelection(block[0] + 1).run()
  editor.view.nodeDOM(block[0])?.scrollIntoView({ block: "center" })
}
